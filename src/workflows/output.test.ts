import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { render } from '../report/formats.ts';
import { largeDocument } from '../report/large.fixture.ts';
import { LIMITS } from '../report/limits.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';
import { layoutFor, summarise, type ReportOptions } from './output.ts';

const options: ReportOptions = { format: 'text', failOn: 'minor', acknowledged: '', all: false };

const layout = (
  stdout: { isTTY?: boolean; columns?: number },
  env: Record<string, string> = {},
  out?: string,
) => layoutFor({ ...options, ...(out && { out }) }, { stdout: { write: () => true, ...stdout }, env });

it.each([
  ['as wide as the terminal', { isTTY: true, columns: 120 }, 120],
  ['80 where nothing is known', {}, 80],
  ['80 where the terminal says 0', { isTTY: true, columns: 0 }, 80],
  ['no narrower than can be read', { isTTY: true, columns: 3 }, 40],
])('wraps lines %s', (_, stdout, width) => {
  expect(layout(stdout).width).toBe(width);
});

it('uses colour on a terminal only, and not with NO_COLOR', () => {
  expect(layout({ isTTY: true }).colour).toBe(true);
  expect(layout({}).colour).toBe(false);
  expect(layout({ isTTY: true }, { NO_COLOR: '1' }).colour).toBe(false);
  expect(layout({ isTTY: true }, {}, 'file.txt').colour).toBe(false);
});

it.each([
  ['much', 0, true],
  ['some', LIMITS.summary.max - 5000, true],
  ['no', LIMITS.summary.max - 10, false],
])('adds to a job summary with %s room no more than GitHub accepts', (_, before, isAdded) => {
  const file = join(temporaryFolder(), 'summary.md');
  writeFileSync(file, 'x'.repeat(before));
  const document = largeDocument(500);
  summarise(
    (room) => render('check', 'markdown', document, room),
    { format: 'github' },
    { env: { GITHUB_STEP_SUMMARY: file } },
  );
  const after = readFileSync(file);
  expect(after.length).toBeLessThanOrEqual(LIMITS.summary.max);
  expect(after.length > before).toBe(isAdded);
});
