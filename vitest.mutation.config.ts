import { configDefaults, defineConfig } from 'vitest/config';

/** File patterns, separated by spaces. */
const patterns = (name: string): string[] => (process.env[name] ?? '').split(' ').filter(Boolean);

// scripts/mutation.ts says which tests may judge the mutants of a group.
export default defineConfig({
  test: {
    include: patterns('MUTATION_TESTS'),
    exclude: [...configDefaults.exclude, ...patterns('MUTATION_WITHOUT')],
    isolate: false,
    testTimeout: 20_000,
  },
});
