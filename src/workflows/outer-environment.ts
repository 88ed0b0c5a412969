import { basename, delimiter, join, sep } from 'node:path';

/** The folder of this project, for which npm puts programs into PATH. */
const PROJECT = join(import.meta.dirname, '..', '..');

const BIN = join('node_modules', '.bin');

/** Whether npm put a folder into PATH for this project. */
const isOfNpm = (folder: string): boolean =>
  basename(folder) === 'node-gyp-bin' ||
  (folder.endsWith(BIN) && `${PROJECT}${sep}`.startsWith(folder.slice(0, -BIN.length)));

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns an environment without the programs that npm puts first in PATH, among them another Node.js. */
export function outerEnvironment(env: Environment): Environment {
  const path = env['PATH']?.split(delimiter).filter((folder) => !isOfNpm(folder));
  return path === undefined ? env : { ...env, PATH: path.join(delimiter) };
}
