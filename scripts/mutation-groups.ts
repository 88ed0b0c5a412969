/** A part of the engine that is mutated together, and the tests that must notice. */
export interface Group {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** The lowest score that passes, in percent. */
  readonly minimum: number;
  /** Files in which every mutant must be noticed: they are what keeps credentials and conclusions safe. */
  readonly complete?: readonly string[];
}

const folder = (path: string, rest: Partial<Group> = {}): Group => ({
  mutate: [`${path}/*.ts`],
  tests: [`${path}/*.test.ts`],
  minimum: 85,
  ...rest,
});

/** The tests of some files of a folder, beside them. */
const testsOf = (path: string, names: readonly string[]): string[] =>
  names.map((name) => `${path}/${name}.test.ts`);

const SECRETS =
  '{escapes,readings,encoded-runs,secret-writings,secret-index,stretches,redaction,token-scan,scan-bytes,known}';
const STORAGE = [
  'access',
  'claim-folder',
  'destination',
  'disk-faults',
  'journal',
  'json-text',
  'lock',
  'read-bytes',
  'read-json',
  'read-lines',
  'set-folder',
  'temporary-name',
  'text-file',
  'writable',
  'write-file',
  'write-folder',
  'write-set',
  'write-stream',
];
const STORAGE_FILES = `{${STORAGE.join(',')}}`;

/** What is kept of a response, and how it is written down. */
const EVIDENCE = [
  'captcha',
  'exchange',
  'keep',
  'pseudonyms',
  'recording-schema',
  'recordings',
  'scrub',
  'shape',
  'wire',
];

/** All that is mutated, by the name on the command line. */
export const GROUPS: Readonly<Record<string, Group>> = {
  contract: folder('src/contract'),
  answer: folder('src/answer'),
  run: folder('src/run'),
  live: folder('src/run/live', {
    complete: ['controls.ts', 'control-causes.ts', 'history.ts', 'observe.ts'],
  }),
  change: folder('src/change', { complete: ['alarming.ts'] }),
  findings: folder('src/findings'),
  exchange: folder('src/exchange', {
    complete: ['allowed-origin.ts', 'host-lock.ts', 'pace.ts', 'patience.ts'],
  }),
  secrets: folder('src/evidence', { mutate: [`src/evidence/${SECRETS}.ts`] }),
  storage: folder('src/evidence', {
    mutate: [`src/evidence/${STORAGE_FILES}.ts`],
    // Without the race for a lock: processes take too long to start for every mutant.
    tests: testsOf('src/evidence', STORAGE),
  }),
  evidence: folder('src/evidence', {
    mutate: ['src/evidence/*.ts', `!src/evidence/${SECRETS}.ts`, `!src/evidence/${STORAGE_FILES}.ts`],
    tests: testsOf('src/evidence', EVIDENCE),
  }),
  revocation: folder('src/revocation'),
  history: folder('src/history'),
};
