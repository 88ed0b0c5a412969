import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

const BODY = JSON.stringify({ values: [{ self: 'https://acme.atlassian.net/rest/api/3/project/1' }] });

const entry = (authorized: boolean): string =>
  JSON.stringify({
    request: {
      method: 'GET',
      url: 'https://acme.atlassian.net/rest/api/3/project/search',
      headers: [{ name: 'Authorization', value: 'Basic YTpi' }],
    },
    response: {
      status: 200,
      headers: [
        authorized ? { name: 'X-AAccountId', value: '1' } : { name: 'Server', value: 'AtlassianEdge' },
      ],
      content: { text: BODY.repeat(500) },
    },
  });

it('explains a HAR file of 600 MiB in bounded memory', { timeout: 120_000 }, async () => {
  const [alive, dead] = [entry(true), entry(false)];
  const number = Math.ceil((600 * 2 ** 20) / alive.length);
  const text = function* (): Generator<string> {
    yield '{"log":{"entries":[';
    for (let i = 1; i < number; i += 1) yield `${alive},`;
    yield `${dead}]}}`;
  };
  // It could not even hold a quarter of the file.
  const args = ['--max-old-space-size=128', 'scripts/cli.ts', 'explain', '-', '--format', 'json'];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString();
  });
  Readable.from(text()).pipe(child.stdin);
  expect(await once(child, 'close')).toEqual([1, null]);
  const [{ lines, firstDead }] = JSON.parse(out).explanations;
  expect([lines.length, firstDead.number, firstDead.sure]).toEqual([number, number, 'certain']);
});
