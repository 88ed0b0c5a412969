import { defineConfig } from 'vitest/config';
import { provideHome } from './src/run/vitest-home.ts';

provideHome();

// The same spec files as the project `recorded`; a live run, which has its answers already, is who answers. It
// is no project of vitest.config.ts, because without such a run it has nothing to hold the contract against.
export default defineConfig({
  test: {
    name: 'live',
    include: ['specs/**/*.spec.ts'],
    setupFiles: ['specs/setup.ts'],
    // No process of its own: Ctrl-C, and a service manager that stops a job, send their signal to the whole group, and would
    // take the judge away from whoever has evidence to write down.
    pool: 'threads',
    isolate: false,
    maxWorkers: 1,
    passWithNoTests: true,
    provide: { recordings: [], seen: null },
  },
});
