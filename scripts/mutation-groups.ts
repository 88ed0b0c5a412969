/** A part of the source that is mutated together, and the tests that must notice. */
export interface Group {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** Tests to leave out because they take seconds per mutant, such as fuzzing and whole runs. */
  readonly without?: readonly string[];
  /** The lowest score that passes, in percent. */
  readonly minimum: number;
  /** Files in which every mutant must be noticed, because credentials and conclusions depend on them. */
  readonly complete?: readonly string[];
}

const folder = (path: string, rest: Partial<Group> = {}): Group => ({
  mutate: [`${path}/*.ts`],
  tests: [`${path}/*.test.ts`],
  minimum: 85,
  ...rest,
});

/** All groups, by their name on the command line. */
export const GROUPS: Readonly<Record<string, Group>> = {
  contract: folder('src/contract'),
  secrets: folder('src/secrets', {
    without: ['src/secrets/redaction.{fuzz,property}.test.ts', 'src/secrets/secrets.test.ts'],
  }),
  storage: folder('src/storage', { without: ['src/storage/lock-race.test.ts'] }),
  evidence: folder('src/evidence'),
  http: folder('src/http', {
    complete: ['allowed-origin.ts', 'host-lock.ts', 'rate-limiter.ts', 'retry-after.ts'],
  }),
  classify: folder('src/classify'),
  run: folder('src/run'),
  live: folder('src/live', {
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
  revocation: folder('src/revocation', { without: ['src/revocation/watch.test.ts'] }),
  history: folder('src/history'),
};
