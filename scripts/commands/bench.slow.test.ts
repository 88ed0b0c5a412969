import { expect, it } from 'vitest';
import { benchCommand } from './bench.ts';
import { callCommand } from './commands.fixture.ts';

it('measures a single part on request', async () => {
  const { code, out } = await callCommand(benchCommand, ['--only', 'redact']);
  expect(code).toBe(0);
  expect(new Set(out.split('\n').map((line) => line.split(' ')[0]))).toEqual(new Set(['node', 'redact', '']));
});

it('refuses a part that it does not know', async () => {
  expect(await callCommand(benchCommand, ['--only', 'sleep'])).toMatchObject({ code: 2, out: '' });
});
