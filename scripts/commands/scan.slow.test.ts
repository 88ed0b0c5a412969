import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { checksum } from '../../src/contract/synthetic-token.ts';
import { run } from '../main.ts';
import { scanCommand } from './scan.ts';
import { seededBytes } from '../../src/secrets/seeded.fixture.ts';
import { temporaryFolder } from '../../src/temporary-folder.fixture.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

async function scan(...paths: string[]): Promise<{ code: number; out: string }> {
  const out: string[] = [];
  const stream = { write: (text: string) => out.push(text) };
  const code = await run(scanCommand, paths, { stdout: stream, stderr: stream, env: {} });
  return { code, out: out.join('') };
}

it('finds nothing in this project', async () => {
  expect((await scan()).code).toBe(0);
});

it('reports the file and line of a token, also in a binary file, but not the token', async () => {
  const head = `ATATT3xFfGF0${seededBytes(129).toString('base64url')}=`;
  const token = head + checksum(head);
  mkdirSync(join(folder, 'deep'));
  writeFileSync(
    join(folder, 'deep', 'file.bin'),
    Buffer.concat([Buffer.from([0, 255, 10]), Buffer.from(token)]),
  );
  const { code, out } = await scan(folder);
  expect(code).toBe(1);
  expect(out).toContain('file.bin:2');
  expect(out).not.toContain(token.slice(0, 20));
});

it('reports a missing path', async () => {
  expect(await scan(join(folder, 'nothing'))).toMatchObject({ code: 2 });
});

const realToken = (): string => {
  const head = `ATATT3xFfGF0${seededBytes(129).toString('base64url')}=`;
  return head + checksum(head);
};

it('passes over what is no file, and waits for nothing', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  symlinkSync(folder, join(folder, 'circle'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'broken'));
  writeFileSync(join(folder, 'file'), realToken());
  const { code, out } = await scan(folder);
  expect(code).toBe(1);
  expect(out.match(/file:1: /g)).toHaveLength(1);
});

it.each(['pipe', 'broken'])('refuses a %s that is named', async (name) => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  symlinkSync(join(folder, 'nowhere'), join(folder, 'broken'));
  const { code, out } = await scan(join(folder, name));
  expect(code).toBe(2);
  expect(out.trimEnd().split('\n')).toHaveLength(1);
});
