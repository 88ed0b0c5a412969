import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../temporary-folder.fixture.ts';
import { SNIPPETS } from './snippets.ts';

/** The languages that are at hand, each with a program around the snippet: it has an answer, and ends with 0 unless the snippet ends it. */
const AROUND: Partial<
  Record<keyof typeof SNIPPETS, (code: string, status: number, isForAccount: boolean) => readonly string[]>
> = {
  javascript: (code, status, isForAccount) => [
    process.execPath,
    '-e',
    `const response = { status: ${status}, headers: new Headers(${isForAccount ? "{ 'x-aaccountid': 'a' }" : ''}) };\n${code}`,
  ],
  python: (code, status, isForAccount) => [
    'python3',
    '-c',
    `class response:\n    status_code = ${status}\n    headers = {${isForAccount ? '"x-aaccountid": "a"' : ''}}\n${code}`,
  ],
  shell: (code, status) => ['sh', '-c', `status=${status}\n${code}`],
  perl: (code, status, isForAccount) => [
    'perl',
    '-we',
    `package R; sub code { ${status} } sub header { ${isForAccount ? "'a'" : 'undef'} } package main; my $response = bless {}, 'R';\n${code}`,
  ],
};

const LANGUAGES = ['javascript', 'python', 'shell', 'perl'] as const;

const ANSWERS = [
  ['for the account', 200, true, false],
  ['a refusal for the account', 401, true, false],
  ['for nobody', 200, false, true],
  ['a refusal', 401, false, true],
  ['nothing for nobody', 404, false, true],
  ['a 403', 403, false, false],
  ['a 429', 429, false, false],
  ['a 503', 503, false, false],
] as const;

describe.each(LANGUAGES)('the snippet in %s', (language) => {
  it.each(ANSWERS)('judges an answer that is %s', (_what, status, isForAccount, isDead) => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'headers'),
      isForAccount ? 'HTTP/1.1 200 OK\r\nX-AAccountId: a\r\n' : 'HTTP/1.1 200 OK\r\n',
    );
    const [program = '', ...args] =
      AROUND[language]?.(SNIPPETS[language].lines.join('\n'), status, isForAccount) ?? [];
    const { status: code, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
    expect(/token/.test(stderr) && code !== 0).toBe(isDead);
    expect(stderr === '').toBe(!isDead);
  });
});
