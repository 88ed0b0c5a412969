/** A part of the engine that is mutated together, and the tests that must notice. */
export interface Group {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** Tests that take seconds for each mutant, such as random attacks and whole runs. */
  readonly without?: readonly string[];
  /** The lowest score that passes, in percent. */
  readonly minimum: number;
  /** Files, from the root of the project, in which every mutant must be noticed: they keep credentials and conclusions safe. */
  readonly complete?: readonly string[];
}

const folder = (path: string, rest: Partial<Group> = {}): Group => ({
  mutate: [`${path}/*.ts`],
  tests: [`${path}/*.test.ts`],
  minimum: 85,
  ...rest,
});

/** All that is mutated, by the name on the command line. */
export const GROUPS: Readonly<Record<string, Group>> = {
  contract: folder('src/contract'),
  secrets: folder('src/secrets', {
    without: ['src/secrets/redaction.{fuzz,property}.test.ts', 'src/secrets/secrets.test.ts'],
  }),
  storage: folder('src/storage', { without: ['src/storage/lock-race.slow.test.ts'] }),
  evidence: folder('src/evidence'),
  http: folder('src/http', {
    complete: [
      'src/http/allowed-origin.ts',
      'src/http/host-lock.ts',
      'src/http/rate-limiter.ts',
      'src/http/retry-after.ts',
    ],
  }),
  classify: folder('src/classify'),
  run: folder('src/run'),
  live: folder('src/live', {
    without: ['src/live/proxy.test.ts'],
    complete: [
      'src/live/controls.ts',
      'src/live/control-causes.ts',
      'src/live/probe-attempts.ts',
      'src/live/observer.ts',
      'src/live/needs-confirmation.ts',
    ],
  }),
  change: folder('src/change'),
  findings: folder('src/findings'),
  revocation: folder('src/revocation', { without: ['src/revocation/watch.test.ts'] }),
  history: folder('src/history'),
};
