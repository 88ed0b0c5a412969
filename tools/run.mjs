// Runs a program of the packages in tools/ with the given arguments: `node tools/run.mjs oxlint --fix`. npm puts only the
// programs of the main installation on PATH; this one is found the same way in every shell.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const packages = join(folder, 'node_modules');

/** The packages that have these programs. */
const OWNERS = {
  oxfmt: 'oxfmt',
  oxlint: 'oxlint',
  'pact-broker': '@pact-foundation/pact-cli',
  tsc: 'typescript',
};

/** The path of a program, or undefined if tools/ is not installed. */
function pathOf(program) {
  const home = join(packages, OWNERS[program]);
  try {
    const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    return join(home, bin[program]);
  } catch {
    return undefined;
  }
}

const [program = '', ...args] = process.argv.slice(2);
const path = Object.hasOwn(OWNERS, program) ? pathOf(program) : '';
if (path === '') {
  console.error(`Name a program: node tools/run.mjs ${Object.keys(OWNERS).join('|')} [argument …]`);
  process.exitCode = 2;
} else if (path === undefined) {
  console.error(`${program} is not installed. Run: npm run tools`);
  process.exitCode = 2;
} else {
  // The linter starts another program of these packages.
  const env = { ...process.env, PATH: [join(packages, '.bin'), process.env.PATH].join(delimiter) };
  const { status } = spawnSync(process.execPath, [path, ...args], { stdio: 'inherit', env });
  process.exitCode = status ?? 2;
}
