import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** How npm was called, as far as this system shows it. */
export interface NpmCall {
  /** The environment before npm started, with names in lower case. An outer npm or a CI system may have set options in it. */
  readonly variables: ReadonlyMap<string, string>;
  /** The words after `npm`, in which npm has written out short options; undefined if npm keeps no log. */
  readonly words: readonly string[] | undefined;
}

/** Returns the parent, the command line and the variables of a process, on systems with /proc like Linux. */
function processOf(id: number): { parent: number; words: string[]; variables: Map<string, string> } {
  const read = (file: string): string => readFileSync(`/proc/${id}/${file}`, 'utf8');
  return {
    parent: Number(/^PPid:\s*(\d+)$/m.exec(read('status'))?.[1]),
    words: read('cmdline').split(/[\0 ]/),
    variables: new Map(
      read('environ')
        .split('\0')
        .map((entry) => entry.split('='))
        .map(([name = '', ...value]) => [name.toLowerCase(), value.join('=')]),
    ),
  };
}

/** Returns where an open file is; an empty text if it is closed meanwhile. */
function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

/**
 * Returns the words that npm was called with. npm removes its options from its command line, but its debug log begins with all
 * words: https://docs.npmjs.com/cli/using-npm/logging. The log that npm has open is the one of this call.
 */
function wordsOf(id: number): string[] | undefined {
  const folder = `/proc/${id}/fd`;
  const log = readdirSync(folder)
    .map((name) => targetOf(`${folder}/${name}`))
    .find((target) => target.endsWith('-debug-0.log'));
  const line =
    log === undefined ? undefined : /^\d+ verbose argv (.*)$/m.exec(readFileSync(log, 'utf8'))?.[1];
  return line?.match(/"(?:[^"\\]|\\.)*"/g)?.map((word) => String(JSON.parse(word)));
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Returns how npm was called, if npm started this process through its shell; undefined if it cannot be determined. */
export function npmCall(parent = process.ppid): NpmCall | undefined {
  return attempt(() => {
    const shell = processOf(parent);
    const isShell = shell.words[1] === '-c';
    const npm = isShell ? processOf(shell.parent) : shell;
    if (npm.words[0] !== 'npm') return undefined;
    const id = isShell ? shell.parent : parent;
    return { variables: npm.variables, words: attempt(() => wordsOf(id)) };
  });
}
