import fc from 'fast-check';
import { afterAll } from 'vitest';
import { clearSecrets } from '../src/secrets/redaction.ts';

// The setup file of unit tests that share a process. Properties use the same seed in every run; a failure prints it, and
// FUZZ_SEED tries another one.
fc.configureGlobal({ seed: Number(process.env['FUZZ_SEED'] ?? 20_261_126) });

// No file may leave anything behind for the next one.
const folder = process.cwd();
const variables = { ...process.env };

afterAll(() => {
  clearSecrets();
  process.chdir(folder);
  for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
  Object.assign(process.env, variables);
});
