import { LEVELS } from '../change/levels.ts';
import { RULES } from '../change/rules.ts';
import type { Change } from '../change/change.ts';
import { PRESENT } from '../contract/eras.ts';
import { CREDENTIALS } from '../contract/credentials.ts';
import { OPERATIONS } from '../contract/operations.ts';
import type { Answer } from '../classify/answer.ts';
import { PACT_NAMES, type Interaction } from '../run/pact-result.ts';
import type { RowResult } from '../run/row-result.ts';
import type { CheckDocument } from './documents/check/check-document.ts';
import type { DiffDocument } from './documents/diff/diff-document.ts';

/** Texts that could make a report do something harmful, for tests. */
export const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  'a|b||c',
  '{code}{noformat}h1. x',
  '::error file=x::y',
  '\n::error::z',
  '%0A::error::z',
  '\u001B[31mred\u001B]0;title\u0007',
  '\u202Egnirts\u2066',
  '\u0000\u0008\u000B',
  '```\n```',
  '`~~~`',
  '[x](javascript:alert(1))',
  '[x|javascript:alert(1)]',
  '@everyone #1 !x.png!',
  '&amp;&#60;',
  ']]><!--',
  '\uD800',
  'x'.repeat(100_000),
];

const answer = (status: number, treatment: Answer['treatment'], text: string): Answer => ({
  status,
  treatment,
  mark: 'unexpected',
  loginReason: text,
  mediaType: text,
});

/** The origins of answers that come from a server. */
type ServerOrigin = 'recorded' | 'stand-in';

/** Returns a comparison with a text in every place that can hold one, for tests. */
export function diffWith(text: string, origin: ServerOrigin = 'recorded'): DiffDocument {
  const changes = RULES.map(({ id, level }, i): Change => {
    const credential = CREDENTIALS[i % CREDENTIALS.length] ?? CREDENTIALS[0];
    const operation = OPERATIONS[i % OPERATIONS.length] ?? OPERATIONS[0];
    return {
      rule: id,
      level,
      credential: credential.name,
      operation: operation.id,
      before: answer(401, 'refused', text),
      after: answer(200, 'ignored', text),
      fingerprint: i.toString(16).padStart(16, '0'),
      sources: [{ side: 'before', date: '2026-11', grade: 'reported', source: text, note: text }],
    };
  });
  const side = (name: string) => ({ name, origin, dates: { from: text, to: text } });
  return { base: side(text), head: side(text), changes, undecided: [], unchanged: 1, failOn: LEVELS[2] };
}

const interactionsWith = (text: string): Interaction[] =>
  (['passed', 'failed', 'skipped'] as const).map((verdict, i) => ({
    credential: (CREDENTIALS[i] ?? CREDENTIALS[0]).name,
    operation: OPERATIONS[0].id,
    verdict,
    reasons: [text],
  }));

/** Returns a run with a text in every place that can hold one, for tests. */
export function checkWith(text: string, origin: ServerOrigin = 'recorded'): CheckDocument {
  const verdicts = ['kept', 'broken', 'disproved', 'inconclusive', 'skipped'] as const;
  const rows = verdicts.flatMap((verdict, i) =>
    (['contract', 'wanted'] as const).map((kind): RowResult => ({
      kind,
      era: PRESENT,
      credential: (CREDENTIALS[i] ?? CREDENTIALS[0]).name,
      operation: OPERATIONS[0].id,
      expected: { treatment: 'refused', statuses: [401] },
      verdict,
      reason: text,
      answer: answer(200, 'ignored', text),
      response: { status: 200, headers: { server: text, 'x-arequestid': [text, text] }, body: { text } },
      at: '2026-11-24T03:00:00Z',
      sources: [{ date: '2026', grade: 'reported', source: text, note: text }],
    })),
  );
  return {
    run: {
      schema: 'jira-token-contract/run/1',
      tool: 'a test',
      recordings: {
        name: 'test',
        origin,
        era: PRESENT,
        summary: text,
        dates: { from: '2026-11-24', to: '2026-11-24' },
        tool: 'a test',
        site: text,
        incomplete: text,
      },
      rows,
      failures: [text],
      pacts: PACT_NAMES.map((pact) => ({ pact, interactions: interactionsWith(text) })),
    },
    file: text,
    diff: diffWith(text, origin),
  };
}
