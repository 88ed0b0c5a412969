import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checksum } from '../../src/contract/synthetic-token.ts';
import { seededBytes } from '../../src/secrets/seeded.fixture.ts';
import { run } from '../main.ts';
import { scanCommand } from './scan.ts';

const realToken = (): string => {
  const head = `ATATT3xFfGF0${seededBytes(129).toString('base64url')}=`;
  return head + checksum(head);
};

it('looks through a file that does not fit into memory', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scan-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'huge');
  const window = 2 ** 26;
  writeFileSync(file, 'one line\n');
  truncateSync(file, window - 50);
  // Across the end of what is read in one go.
  appendFileSync(file, `\n${realToken()}\n`);
  truncateSync(file, window + 1000);
  appendFileSync(file, `\n${realToken()}\n`);
  const printed: string[] = [];
  const stream = { write: (text: string) => printed.push(text) };
  const code = await run(scanCommand, [file], { stdout: stream, stderr: stream, env: {} });
  expect(code).toBe(1);
  expect(printed.join('').match(/huge:\d+/g)).toEqual(['huge:3', 'huge:5']);
});
