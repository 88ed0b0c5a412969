import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { emptyFolder, exec, git } from './git.fixture.ts';

const { path, remove } = emptyFolder();
afterAll(remove);

git(path, 'init', '--quiet');
copyFileSync(join(import.meta.dirname, '..', '.gitignore'), join(path, '.gitignore'));

it.each([
  ['.env', true],
  ['.env.local', true],
  ['acme.env', true],
  ['settings/acme.env', true],
  ['blobs/parts/1.json', true],
  ['reports/run/run.json', true],
  ['.env.example', false],
  ['fixtures/acknowledged.json', false],
  ['sites.json', false],
  ['schemas/run.schema.json', false],
  ['.vscode/settings.json', false],
  ['src/config/stand-in-environment.ts', false],
])('git ignores %s: %s', (file, isIgnored) => {
  expect(exec(path, 'git', ['check-ignore', '--quiet', file]).code).toBe(isIgnored ? 0 : 1);
});
