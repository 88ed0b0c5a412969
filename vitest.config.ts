import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { TallyReporter } from './scripts/tally-reporter.ts';
import { recordingSets } from './src/evidence/recordings.ts';
import { provideHome } from './scripts/vitest-home.ts';
import { forgetProxies } from './scripts/vitest-proxies.ts';

provideHome();
forgetProxies();

const SLOW = '{src,scripts,bench}/**/*.slow.test.ts';

/** Tests that open sockets, change the process or start others: each file gets a process of its own. */
const ISOLATED = [
  '{scripts,bench}/**/*.test.ts',
  'src/http/{agent,client,connection,post-json,replay*,send}.test.ts',
  'src/guard/proxy*.test.ts',
  'src/live/{gateway,live-run,proxy}.test.ts',
  'src/pact/**/*.test.ts',
  'src/storage/lock*.test.ts',
];

const UNIT = {
  // Much of these tests is waiting for a process or a timeout: a core that is left free by default is wasted.
  maxWorkers: availableParallelism(),
  // No test waits that long; a machine that is busy with something else does.
  testTimeout: 20_000,
};

export default defineConfig({
  test: {
    passWithNoTests: true,
    reporters: ['default', new TallyReporter()],
    projects: [
      {
        test: {
          ...UNIT,
          name: 'unit',
          include: ['{src,specs}/**/*.test.ts'],
          exclude: [SLOW, ...ISOLATED],
          // Loading the modules is most of the time of these tests, so the files of a worker share them.
          isolate: false,
          setupFiles: ['scripts/unit-setup.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...UNIT,
          name: 'unit-isolated',
          include: ISOLATED,
          exclude: [SLOW],
          sequence: { groupOrder: 1 },
        },
      },
      // Whole commands, each in a process of its own: for CI, and before a change of what leaves the process.
      {
        test: {
          name: 'slow',
          include: [SLOW],
          testTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'recorded',
          include: ['specs/**/*.spec.ts'],
          // One worker for all spec files: they share nothing but loaded modules, and loading those is most of the time.
          isolate: false,
          maxWorkers: 1,
          setupFiles: ['specs/setup.ts'],
          provide: { recordings: recordingSets() },
        },
      },
      {
        test: {
          // The same spec files once more: Pact's mock server is who answers, and writes the pacts.
          name: 'pact',
          include: ['specs/**/*.spec.ts'],
          isolate: false,
          maxWorkers: 1,
          setupFiles: ['specs/setup-pact.ts'],
          globalSetup: ['specs/pact-folder.ts'],
          env: { PACT_DO_NOT_TRACK: 'true' },
        },
      },
    ],
  },
});
