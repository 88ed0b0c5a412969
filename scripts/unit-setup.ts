import { afterAll } from 'vitest';
import { clearSecrets } from '../src/secrets/redaction.ts';

// The setup file of unit tests that share a process: no file may leave anything behind for the next one.
const folder = process.cwd();
const variables = { ...process.env };

afterAll(() => {
  clearSecrets();
  process.chdir(folder);
  for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
  Object.assign(process.env, variables);
});
