import { defineConfig } from 'vitest/config';

/** The tests that a mutation run lets judge its mutants: file patterns, separated by commas. */
const include = (process.env['MUTATION_TESTS'] ?? 'src/**/*.test.ts').split(',');

export default defineConfig({
  test: { include, isolate: false, testTimeout: 20_000 },
});
