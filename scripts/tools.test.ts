import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './project-copy.fixture.ts';

const root = join(import.meta.dirname, '..');

let bare: string;

// The sources without any package.
beforeAll(() => {
  bare = mkdtempSync(join(tmpdir(), 'tools-'));
  for (const part of ['src/fault.ts', 'src/inert.ts', 'tools/packages.ts', 'tools/run.mjs', 'package.json']) {
    cpSync(join(root, part), join(bare, part), { recursive: true });
  }
});

afterAll(() => rmSync(bare, { recursive: true }));

const ONE_SENTENCE = /^[^\n]*npm run tools\n$/;

describe('a package of tools/ that is not installed', () => {
  it.each([
    'loadPlaywright()',
    'loadJiraJs()',
    'loadAdaptiveCards()',
    'loadSlackWebhook()',
    'loadRssParser()',
    'loadStryker()',
    "Promise.resolve().then(() => toolFile('axe-core/axe.min.js'))",
  ])('is a fault that says what to run: %s', async (call) => {
    const code = `import { ${/load\w+|toolFile/.exec(call)?.[0]} } from './tools/packages.ts';
      await ${call}.catch(({ code, message }) => console.log(JSON.stringify({ code, message })));`;
    const { out } = await runCommand(bare, ['--input-type=module', '--eval', code]);
    expect(JSON.parse(out)).toEqual({
      code: 'usage',
      message: expect.stringContaining('npm run tools') as string,
    });
  });

  it.each(['oxlint', 'oxfmt', 'tsc', 'pact-broker'])('is no program to run: %s', async (program) => {
    const { code, out, err } = await runCommand(bare, ['tools/run.mjs', program, '--version']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(ONE_SENTENCE);
  });

  it.each([[], ['toString'], ['../run.mjs']])('is not looked for under any name: %j', async (...args) => {
    const { code, err } = await runCommand(bare, ['tools/run.mjs', ...args]);
    expect(code).toBe(2);
    expect(err).toContain('pact-broker');
  });
});
