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
    isolate: false,
    maxWorkers: 1,
    passWithNoTests: true,
    provide: { recordings: [], seen: null },
  },
});
