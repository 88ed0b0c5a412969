import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { portable } from './portable.ts';

const FOLDER = join(tmpdir(), 'some packages', 'a-client');

it.each([
  ['a path', join(FOLDER, 'index.js'), '{client}/index.js'],
  ['an address of a file', pathToFileURL(join(FOLDER, 'index.js')).href, 'file://{client}/index.js'],
  ['the folder of a run', join(tmpdir(), 'conformance-a1B2', 'home', 'x'), '{folder}/home/x'],
  ['the program', `${process.execPath} x.mjs`, 'node x.mjs'],
  ['the site', 'http://127.0.0.1:1234/rest', 'http://{host}/rest'],
  ['the site, with TLS', 'https://localhost:1234/rest', 'https://{host}/rest'],
])('leaves out of a text what depends on the machine: %s', (_what, text, expected) =>
  expect(portable(`at ${text}.`, FOLDER)).toBe(`at ${expected}.`),
);
