import { matchesGlob } from 'node:path';

/** Files that are mutated together, and the tests that must notice. */
export interface Pass {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** Tests that take seconds for each mutant, such as random attacks and whole runs. */
  readonly without: readonly string[];
}

/** A part of the engine with one score. */
export interface Group {
  readonly passes: readonly Pass[];
  /** The lowest score that passes, in percent. */
  readonly minimum: number;
  /** Files, from the root of the project, in which every mutant must be noticed: they keep credentials and conclusions safe. */
  readonly complete: readonly string[];
}

interface FolderOptions {
  /** Tests that judge no mutant at all. */
  readonly without?: readonly string[];
  /** Files that only slow tests reach, and those tests: they judge these files and no others. */
  readonly slow?: { readonly mutate: readonly string[]; readonly tests: readonly string[] };
  readonly complete?: readonly string[];
}

function folder(path: string, { without = [], slow, complete = [] }: FolderOptions = {}): Group {
  const within = (files: readonly string[]): string[] => files.map((file) => `${path}/${file}`);
  const slowFiles = within(slow?.mutate ?? []);
  const slowTests = within(slow?.tests ?? []);
  const all = {
    mutate: [`${path}/*.ts`, ...slowFiles.map((file) => `!${file}`)],
    tests: [`${path}/*.test.ts`],
    without: [...within(without), ...slowTests],
  };
  return {
    passes: slow ? [all, { mutate: slowFiles, tests: slowTests, without: [] }] : [all],
    minimum: 85,
    complete: within(complete),
  };
}

/** Files of a folder most of which runs programs: only what judges what was seen is mutated, by tests that run none. */
function judges(path: string, files: readonly string[], complete: readonly string[]): Group {
  const within = (names: readonly string[]): string[] => names.map((name) => `${path}/${name}`);
  return {
    passes: [{ mutate: within(files), tests: [`${path}/*.test.ts`], without: [`${path}/*.slow.test.ts`] }],
    minimum: 85,
    complete: within(complete),
  };
}

const isMutated = ({ mutate }: Pass, file: string): boolean =>
  mutate.some((pattern) => matchesGlob(file, pattern)) && !mutate.includes(`!${file}`);

/** What is left of a group where only some of its files are mutated. */
export function onlyFiles({ passes, minimum, complete }: Group, files: readonly string[]): Group {
  return {
    passes: passes
      .map((pass) => ({ ...pass, mutate: files.filter((file) => isMutated(pass, file)) }))
      .filter(({ mutate }) => mutate.length > 0),
    minimum,
    complete: complete.filter((file) => files.includes(file)),
  };
}

/** All that is mutated, by the name on the command line. */
export const GROUPS: Readonly<Record<string, Group>> = {
  contract: folder('src/contract'),
  secrets: folder('src/secrets', {
    without: ['redaction.{fuzz,property}.test.ts', 'secrets.test.ts'],
  }),
  storage: folder('src/storage', { without: ['lock-race.slow.test.ts'] }),
  evidence: folder('src/evidence'),
  http: folder('src/http', {
    complete: ['allowed-origin.ts', 'host-lock.ts', 'rate-limiter.ts', 'retry-after.ts'],
  }),
  classify: folder('src/classify'),
  run: folder('src/run'),
  live: folder('src/live', {
    without: ['proxy.test.ts'],
    slow: { mutate: ['live-run.ts'], tests: ['live-run.test.ts', 'gateway.test.ts'] },
    complete: [
      'controls.ts',
      'control-causes.ts',
      'probe-attempts.ts',
      'observer.ts',
      'needs-confirmation.ts',
    ],
  }),
  change: folder('src/change'),
  findings: folder('src/findings'),
  revocation: folder('src/revocation', { slow: { mutate: ['watch.ts'], tests: ['watch.test.ts'] } }),
  history: folder('src/history'),
  conformance: judges(
    'src/conformance',
    [
      'verdict.ts',
      'verdicts.ts',
      'notices.ts',
      'trace-lines.ts',
      'level.ts',
      'hammering.ts',
      'inconclusive.ts',
      'shown-lines.ts',
    ],
    ['verdict.ts', 'hammering.ts', 'level.ts', 'inconclusive.ts'],
  ),
};
