import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MakeCommand } from '../main.ts';
import { acceptCommand } from './accept.ts';
import { checkCommand } from './check.ts';
import { callCommand } from './commands.fixture.ts';
import { hint } from './hint.ts';
import { nightlyCommand } from './nightly.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hint-'));
  process.chdir(folder);
  writeFileSync('sites.json', '[{"name":"acme"},{"name":"beta"}]');
  writeFileSync('acme.env', '');
});

afterEach(() => {
  process.chdir(import.meta.dirname);
  rmSync(folder, { recursive: true });
});

it.each([
  [{}, 'npm run doctor'],
  [{ settings: '.env', sites: 'sites.json' }, 'npm run doctor'],
  [{ site: 'acme' }, 'npm run doctor -- --site acme'],
  [{ site: 'acme', anonymise: true, settings: 'my own.env' }, "npm run doctor -- --settings 'my own.env'"],
])('leads to the same site: %j', (context, line) => {
  expect(hint('doctor', context)).toBe(line);
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
])('is what a command says: %s', async (line, command, args) => {
  const { code, out, err } = await callCommand(command, args);
  expect(code).toBe(2);
  expect(`${out}${err}`).toContain(line);
});
