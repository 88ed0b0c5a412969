import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MakeCommand } from './main.ts';
import { acceptCommand } from './commands/accept.ts';
import { checkCommand } from './commands/check.ts';
import { callCommand } from './commands/commands.fixture.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { temporaryFolder } from '../src/temporary-folder.fixture.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  process.chdir(folder);
  writeFileSync('sites.json', '[{"name":"acme"},{"name":"beta"}]');
  writeFileSync('acme.env', '');
});

afterEach(() => {
  process.chdir(import.meta.dirname);
});

it.each<[string, MakeCommand, string[]]>([
  ['npm run check -- --live --site acme', acceptCommand, ['--site', 'acme']],
  ['npm run doctor -- --site acme', checkCommand, ['--live', '--site', 'acme']],
  [
    'npm run doctor -- --site acme --settings acme.env',
    checkCommand,
    ['--live', '--site', 'acme', '--settings', 'acme.env'],
  ],
  ['npm run doctor -- --site acme', nightlyCommand, ['--site', 'acme', '--core']],
])('is suggested by a command: %s', async (line, command, args) => {
  const { code, out, err } = await callCommand(command, args);
  expect(code).toBe(2);
  expect(`${out}${err}`).toContain(line);
});
