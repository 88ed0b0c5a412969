import type { Language } from '../../../conformance/languages.ts';

/** Code that looks whether an answer is for the account. Lines are short, because code cannot be folded. */
export interface Snippet {
  /** The name by which Markdown knows the language. */
  readonly language: string;
  readonly lines: readonly string[];
}

/** The check in each language: not for the account, and neither 403, 429 nor 5xx, which say nothing. */
export const SNIPPETS: Readonly<Record<Exclude<Language, 'unknown'>, Snippet>> = {
  javascript: {
    language: 'js',
    lines: [
      'const { headers, status } = response',
      "if (!headers.has('x-aaccountid') &&",
      '    ![403, 429].includes(status) &&',
      '    status < 500)',
      "  throw Error('token does not work')",
    ],
  },
  python: {
    language: 'python',
    lines: [
      'status = response.status_code',
      "if ('x-aaccountid' not in",
      '        response.headers',
      '        and status not in (403, 429)',
      '        and status < 500):',
      '    raise SystemExit("dead token")',
    ],
  },
  shell: {
    language: 'sh',
    lines: [
      '# status=$(curl -so body -D headers \\',
      "#   -w '%{http_code}' …)",
      'case $status in',
      '  403|429|5*) exit 1 ;;',
      'esac',
      'grep -qi ^x-aaccountid: headers || {',
      "  echo 'token does not work' >&2",
      '  exit 3',
      '}',
    ],
  },
  ruby: {
    language: 'ruby',
    lines: [
      "account = response['x-aaccountid']",
      'status = response.code.to_i',
      'if account.nil? && status < 500 &&',
      '   ![403, 429].include?(status)',
      "  abort 'token does not work'",
      'end',
    ],
  },
  perl: {
    language: 'perl',
    lines: [
      'my $status = $response->code;',
      "die 'token does not work'",
      '  if !$response->header(',
      "    'x-aaccountid')",
      '  && $status != 403',
      '  && $status != 429 && $status < 500;',
    ],
  },
  go: {
    language: 'go',
    lines: [
      'account := res.Header.Get(',
      '  "X-Aaccountid")',
      's := res.StatusCode',
      'if account == "" && s != 403 &&',
      '  s != 429 && s < 500 {',
      '  log.Fatal("token does not work")',
      '}',
    ],
  },
  java: {
    language: 'java',
    lines: [
      'int s = response.statusCode();',
      'if (response.headers()',
      '      .firstValue("x-aaccountid")',
      '      .isEmpty()',
      '    && s != 403 && s != 429',
      '    && s < 500)',
      '  throw new IllegalStateException(',
      '      "token does not work");',
    ],
  },
  php: {
    language: 'php',
    lines: [
      '$s = $response->getStatusCode();',
      'if (!$response->hasHeader(',
      "      'x-aaccountid')",
      '    && $s !== 403 && $s !== 429',
      '    && $s < 500)',
      // `exit` with a text would report success.
      '  throw new RuntimeException(',
      "      'token does not work');",
    ],
  },
  csharp: {
    language: 'csharp',
    lines: [
      'var s = (int)response.StatusCode;',
      'if (!response.Headers.Contains(',
      '      "x-aaccountid")',
      '    && s != 403 && s != 429',
      '    && s < 500)',
      '  throw new Exception(',
      '      "token does not work");',
    ],
  },
};
