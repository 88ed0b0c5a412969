import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../temporary-folder.fixture.ts';
import { SNIPPETS } from './snippets.ts';

type Written = keyof typeof SNIPPETS;

/** An answer that a snippet judges. */
interface Answer {
  readonly status: number;
  readonly isForAccount: boolean;
}

/** How a snippet is run: within a program that has an answer, and that ends with 0 unless the snippet ends it. */
interface Around {
  readonly program: string;
  /** The arguments that print a version: those that fail are not installed. */
  readonly version: readonly string[];
  /** The name of the file with the program. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly code: (snippet: string, answer: Answer) => string;
}

const AROUND: Readonly<Record<Written, Around>> = {
  javascript: {
    program: process.execPath,
    version: ['--version'],
    file: 'program.mjs',
    code: (snippet, { status, isForAccount }) =>
      `const response = { status: ${status}, headers: new Headers(${isForAccount ? "{ 'x-aaccountid': 'a' }" : ''}) };\n${snippet}`,
  },
  python: {
    program: 'python3',
    version: ['--version'],
    file: 'program.py',
    code: (snippet, { status, isForAccount }) =>
      `class response:\n    status_code = ${status}\n    headers = {${isForAccount ? '"x-aaccountid": "a"' : ''}}\n${snippet}`,
  },
  shell: {
    program: 'sh',
    version: ['-c', 'true'],
    file: 'program.sh',
    code: (snippet, { status }) => `status=${status}\n${snippet}`,
  },
  ruby: {
    program: 'ruby',
    version: ['--version'],
    file: 'program.rb',
    args: ['-w'],
    code: (snippet, { status, isForAccount }) =>
      `require 'net/http'\nresponse = Net::HTTPResponse.new('1.1', '${status}', '')\n${isForAccount ? "response['X-AAccountId'] = 'a'\n" : ''}${snippet}`,
  },
  perl: {
    program: 'perl',
    version: ['--version'],
    file: 'program.pl',
    args: ['-w'],
    code: (snippet, { status, isForAccount }) =>
      `package R; sub code { ${status} } sub header { ${isForAccount ? "'a'" : 'undef'} } package main; my $response = bless {}, 'R';\n${snippet}`,
  },
  go: {
    program: 'go',
    version: ['version'],
    file: 'program.go',
    args: ['run'],
    code: (snippet, { status, isForAccount }) =>
      `package main\nimport (\n"log"\n"net/http"\n)\nfunc main() {\nres := &http.Response{StatusCode: ${status}, Header: http.Header{}}\n${isForAccount ? 'res.Header.Set("x-aaccountid", "a")\n' : ''}${snippet}\n}\n`,
  },
  java: {
    program: 'java',
    version: ['--list-modules'],
    file: 'Program.java',
    code: (snippet, { status, isForAccount }) =>
      `import java.net.http.HttpHeaders;
import java.util.*;
class Program {
  record Response(int statusCode, HttpHeaders headers) {}
  public static void main(String[] none) {
    Map<String, List<String>> all = ${isForAccount ? 'Map.of("X-AAccountId", List.of("a"))' : 'Map.of()'};
    Response response = new Response(${status}, HttpHeaders.of(all, (name, value) -> true));
${snippet}
  }
}`,
  },
  php: {
    program: 'php',
    version: ['--version'],
    file: 'program.php',
    args: ['-d', 'display_errors=stderr'],
    code: (snippet, { status, isForAccount }) =>
      `<?php class R { function getStatusCode() { return ${status}; } function hasHeader($name) { return ${isForAccount}; } }\n$response = new R();\n${snippet}`,
  },
  csharp: {
    program: 'dotnet-script',
    version: ['--version'],
    file: 'program.csx',
    code: (snippet, { status, isForAccount }) =>
      `using System.Net.Http;\nvar response = new HttpResponseMessage((System.Net.HttpStatusCode)${status});\n${isForAccount ? 'response.Headers.Add("x-aaccountid", "a");\n' : ''}${snippet}`,
  },
};

const ANSWERS = [
  ['for the account', 200, true, false],
  ['a refusal for the account', 401, true, false],
  ['for an anonymous caller', 200, false, true],
  ['a refusal', 401, false, true],
  ['nothing for an anonymous caller', 404, false, true],
  ['a 403', 403, false, false],
  ['a 429', 429, false, false],
  ['a 503', 503, false, false],
] as const;

const isWritten = (name: string): name is Written => Object.hasOwn(AROUND, name);

const isInstalled = ({ program, version }: Around): boolean => spawnSync(program, version).status === 0;

const ALL = Object.keys(AROUND)
  .filter(isWritten)
  .map((language) => [language, isInstalled(AROUND[language])] as const);

describe.each(ALL)('the snippet in %s', { timeout: 60_000 }, (language, isHere) => {
  const around = AROUND[language];
  it.skipIf(!isHere).each(ANSWERS)(
    isHere ? 'judges an answer that is %s' : `was not run, because ${around.program} is not installed: %s`,
    (_what, status, isForAccount, isDead) => {
      const folder = temporaryFolder();
      const head = `HTTP/1.1 ${status} \r\n${isForAccount ? 'X-AAccountId: a\r\n' : ''}`;
      writeFileSync(join(folder, 'headers'), head);
      const code = around.code(SNIPPETS[language].lines.join('\n'), { status, isForAccount });
      writeFileSync(join(folder, around.file), code);
      const { status: exitCode, stderr } = spawnSync(around.program, [...(around.args ?? []), around.file], {
        cwd: folder,
        encoding: 'utf8',
      });
      // In a shell, what says nothing about the token ends the script as well, and says nothing.
      expect(/token/.test(stderr) && exitCode !== 0).toBe(isDead);
      expect(stderr === '').toBe(!isDead);
    },
  );
});
