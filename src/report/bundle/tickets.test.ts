import { describe, expect, it } from 'vitest';
import { compare } from '../../change/compare.ts';
import { ONE_SIDED, RULES } from '../../change/rules.ts';
import type { Answer } from '../../classify/answer.ts';
import { credentialNamed, CREDENTIALS } from '../../contract/credentials.ts';
import { accepted, ignored, refused } from '../../contract/expectation.ts';
import { OPERATIONS } from '../../contract/operations.ts';
import { RUN_RULES } from '../../findings/run-rules.ts';
import type { RowResult } from '../../run/row-result.ts';
import { liveRunOf, runOfRecordings } from '../../run/run.fixture.ts';
import { snapshotOfRecordings, snapshotOfRun } from '../../run/snapshot.ts';
import { readRecordings } from '../../evidence/recordings.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { bundleTexts } from './bundle.ts';
import { ticketRule, TICKET_RULES } from './ticket-rules.ts';
import { ticketsOf } from './tickets.ts';
import {
  REFUSED,
  IGNORED,
  ACCEPTED,
  TURNS,
  PROJECT,
  MYSELF,
  rowOf,
  changed,
  section,
  ticketText,
  type Turn,
} from './tickets.fixture.ts';

/** The order in which Atlassian's tickets have their headings. */
const HEADINGS = [
  'Issue Summary',
  'Steps to Reproduce',
  'Expected Results',
  'Actual Results',
  'Workaround',
  'Impact',
  'Frequency',
];

/** The longest text that a field of Jira holds. */
const MAX_FIELD = 32_767;

/** What the first expectation must name, by rule. */
const EXPECTED: Readonly<Record<(typeof RULES)[number]['id'], readonly string[]>> = {
  'credential-accepted': ['401'],
  'another-account': ['200', 'account'],
  'valid-refused': ['200', 'account'],
  'guard-loosened': ['401'],
  'data-exposed': ['200', 'no data'],
  'refusal-changed': ['401'],
  'refusal-reason-changed': ['401', 'FAILURE_CLIENT_SCOPE_CHECK'],
  'operation-removed': ['200'],
  'operation-brown-out': ['200'],
  'rolled-out-in-part': ['401', 'every request'],
  'answer-unexplained': ['401'],
  'signal-lost': ['x-seraph-loginreason: AUTHENTICATED_FAILED', '200'],
  'status-changed': ['200', '401'],
  'operation-restored': [],
  'valid-restored': [],
  'guard-tightened': [],
  'credential-rejected': [],
  'signal-gained': [],
  'shape-changed': [],
};

const BUGS = RULES.filter(({ id }) => ticketRule(id)).map(({ id }) => id);

it('every rule of a change and of a run has a ticket, or a reason why there is none', () => {
  const rules = [...RULES, ...Object.values(ONE_SIDED), ...RUN_RULES].map(({ id }) => id);
  expect(rules.filter((id) => !(id in TICKET_RULES))).toEqual([]);
  // What is better, or only information, is no bug; everything else is.
  const worse = RULES.filter(({ level }) => !['notice', 'info'].includes(level)).map(({ id }) => id);
  expect(BUGS).toEqual(worse);
});

describe.each(BUGS)('the ticket of %s', (rule) => {
  const [credential, before, after] = TURNS[rule];
  const document = changed([[rule, credential, PROJECT, before, after]]);
  const text = ticketText(document, rule);

  it('has the headings of a ticket of Atlassian, in order, with a text each', () => {
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
    expect(headings.slice(0, HEADINGS.length)).toEqual(HEADINGS);
    for (const heading of HEADINGS) expect(section(text, heading)).not.toBe('');
  });

  it('expects what the rule says, and 401 of invalid credentials alone', () => {
    const expected = section(text, 'Expected Results');
    const [first = ''] = expected.replaceAll('\\', '').split('\n');
    expect(EXPECTED[rule].filter((word) => !first.includes(word))).toEqual([]);
    expect(/\b401\b/.test(expected)).toBe(credentialNamed(credential).standing === 'invalid');
  });

  it('shows the exchange as it was: the request line, the status line, the headers that decide, and the body', () => {
    const raw = /```http\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    expect(raw).toMatch(/^GET \$JIRA_SITE\/rest\/api\/3\/project|^GET \$JIRA_API_ORIGIN/);
    expect(raw).toMatch(new RegExp(`^HTTP\\S* ${after.status}`, 'm'));
    expect(raw.includes('x-seraph-loginreason: AUTHENTICATED_FAILED')).toBe(Boolean(after.loginReason));
    expect(raw).toContain('No project could be found.');
  });
});

it('a token that works is expected to be accepted, and the ticket says where it was', () => {
  const text = ticketText(changed([['valid-refused', 'valid', PROJECT, ACCEPTED, REFUSED]]), 'valid-refused');
  const expected = section(text, 'Expected Results');
  expect(expected).toContain('200');
  expect(expected).not.toContain('401');
  expect(expected).toContain(MYSELF);
});

const saysIt = (text: string | undefined): boolean => text?.includes('8 of 9') ?? false;

describe('a bundle', () => {
  const several = changed([
    ['valid-refused', 'valid', PROJECT, ACCEPTED, REFUSED],
    ['guard-loosened', 'revoked', PROJECT, REFUSED, IGNORED],
    ['guard-loosened', 'expired', PROJECT, REFUSED, IGNORED],
    ['signal-lost', 'mistyped', PROJECT, IGNORED, { ...IGNORED, mark: 'no-account-id', loginReason: null }],
    ['guard-tightened', 'email-mismatch', PROJECT, IGNORED, REFUSED],
  ]);

  it('has one ticket a rule in each format, and an index of them', () => {
    const texts = bundleTexts(several);
    const rules = ['valid-refused', 'guard-loosened', 'signal-lost'];
    for (const rule of rules) {
      for (const extension of ['md', 'wiki', 'adf.json'])
        expect(Object.keys(texts)).toContain(`bug-report-${rule}.${extension}`);
      expect(texts['bug-report.md']).toContain(`bug-report-${rule}.md`);
    }
    expect(Object.keys(texts).filter((name) => name.endsWith('.md'))).toHaveLength(rules.length + 1);
    expect(texts['bug-report-valid-refused.md']).not.toContain('revoked');
    expect(texts['bug-report-guard-loosened.md']).toContain('expired');
  });

  it('has no ticket for an improvement, and says so', () => {
    const texts = bundleTexts(several);
    expect(Object.keys(texts).filter((name) => name.includes('guard-tightened'))).toEqual([]);
    expect(texts['bug-report.md']).toContain('email-mismatch');
    const fixed = changed([['guard-tightened', 'revoked', PROJECT, IGNORED, REFUSED]]);
    expect(ticketsOf(fixed)).toEqual([]);
    expect(bundleTexts(fixed)['bug-report.md']).toContain('revoked');
  });

  it('takes a refusal that becomes the 401 that was asked for as an improvement', () => {
    const forbidden: Answer = { ...REFUSED, status: 403, mark: 'forbidden' };
    expect(ticketsOf(changed([['refusal-changed', 'bearer-token', PROJECT, forbidden, REFUSED]]))).toEqual(
      [],
    );
    const { run } = changed([]);
    const fixed = rowOf('revoked', PROJECT, REFUSED, { verdict: 'broken', expected: ignored(200) });
    expect(ticketsOf({ run: { ...run, rows: [fixed] }, file: undefined, diff: null })).toEqual([]);
  });

  it('says what a fix would do for clients, where an invalid credential is ignored', () => {
    const noticed = {
      asItIs: { number: 1, of: 9 },
      guard: { number: 9, of: 9 },
      wanted: { number: 8, of: 9 },
    };
    const clients = { uses: 3, noticed, clients: [{ name: 'a-client', noticed }] };
    const texts = bundleTexts({ ...several, clients });
    expect(saysIt(texts['bug-report-guard-loosened.md'])).toBe(true);
    expect(saysIt(texts['bug-report-valid-refused.md'])).toBe(false);
    expect(saysIt(texts['bug-report.md'])).toBe(true);
    for (const word of ['a-client', '1 of 9', '8 of 9']) expect(texts['clients.svg']).toContain(word);
    expect(saysIt(bundleTexts(several)['bug-report-guard-loosened.md'])).toBe(false);
    expect(bundleTexts(several)).not.toHaveProperty('clients.svg');
  });

  it('is the ticket itself if there is one rule', () => {
    const texts = bundleTexts(changed([['guard-loosened', 'revoked', PROJECT, REFUSED, IGNORED]]));
    expect(
      Object.keys(texts)
        .filter((name) => name.startsWith('bug-report'))
        .toSorted(),
    ).toEqual(['bug-report.adf.json', 'bug-report.md', 'bug-report.wiki']);
    expect(section(texts['bug-report.md'] ?? '', 'Expected Results')).toContain('401');
  });
});

/** A run with these rows, without a baseline. */
const documentOf = (...rows: RowResult[]): CheckDocument => ({
  run: liveRunOf(rows),
  file: undefined,
  diff: null,
});

describe('the ticket of a broken row', () => {
  it('expects what is requested of Atlassian, or else what the contract says', () => {
    const isBroken = { verdict: 'broken', expected: accepted(200) } as const;
    const valid = documentOf(rowOf('valid', PROJECT, REFUSED, isBroken));
    expect(section(ticketText(valid, 'contract-broken'), 'Expected Results')).not.toContain('401');
    const invalid = documentOf(
      rowOf('revoked', PROJECT, { ...IGNORED, status: 404 }, { verdict: 'broken', expected: ignored(200) }),
      rowOf('revoked', PROJECT, IGNORED, { kind: 'wanted', verdict: 'broken', expected: refused(401) }),
    );
    expect(section(ticketText(invalid, 'contract-broken'), 'Expected Results')).toContain('401');
  });

  it('is about what awaits a fix if nothing is broken', () => {
    const open = documentOf(
      rowOf('revoked', PROJECT, IGNORED),
      rowOf('revoked', PROJECT, IGNORED, { kind: 'wanted', verdict: 'broken', expected: refused(401) }),
    );
    expect(ticketsOf(open).map(({ rule }) => rule)).toEqual(['still-open']);
    expect(section(ticketText(open, 'still-open'), 'Expected Results')).toContain('401');
  });
});

/** The section of a loosened guard, with more about its row. */
const frequency = (more: Partial<RowResult>): string =>
  section(
    ticketText(changed([['guard-loosened', 'revoked', PROJECT, REFUSED, IGNORED]], more), 'guard-loosened'),
    'Frequency',
  );

it('the example of a ticket is treated as most of its probes are', () => {
  const few: Turn = ['rolled-out-in-part', 'bearer-token', PROJECT, REFUSED, { ...REFUSED, status: 403 }];
  const turns = (['revoked', 'expired'] as const).map((name): Turn => [
    'rolled-out-in-part',
    name,
    PROJECT,
    REFUSED,
    IGNORED,
  ]);
  const raw = section(ticketText(changed([few, ...turns]), 'rolled-out-in-part'), 'Actual Results');
  expect(raw).toContain('AUTHENTICATED_FAILED');
});

describe('the frequency', () => {
  it('counts how often the answer was given', () => {
    expect(frequency({ certainty: { times: 3 } })).toContain('3 of 3');
    expect(frequency({ certainty: { times: 3, dissent: [401] } })).toContain('3 of 4');
    expect(frequency({})).toContain('1 of 1');
  });

  it('names the last different behaviour and the site', () => {
    expect(frequency({})).toContain('the-baseline');
    expect(frequency({})).toContain('a.example.com');
  });

  it('claims no number of attempts for what others observed', () => {
    const run = runOfRecordings(readRecordings('public-2026-09'));
    const [base, head] = [snapshotOfRecordings(readRecordings('public-2022-11')), snapshotOfRun(run)];
    const document: CheckDocument = {
      run,
      file: 'run.json',
      diff: { base, head, ...compare(base, head), failOn: 'minor' },
    };
    expect(section(ticketText(document, 'guard-loosened'), 'Frequency')).not.toMatch(/\d of \d/);
  });
});

describe('a ticket of 280 probes', () => {
  const turns = CREDENTIALS.filter(({ standing, place }) => standing === 'invalid' && place === 'site')
    .flatMap(({ name }) => OPERATIONS.map(({ id }): Turn => ['guard-loosened', name, id, REFUSED, IGNORED]))
    .slice(0, 280);
  const long = 'A long text of a site, \\ with | marks * that _ are {escaped} [in] <each> format. '.repeat(5);
  const document = changed(turns, {
    response: {
      status: 200,
      headers: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`x-header-${i}`, long])),
      body: { text: long },
    },
    sources: Array.from({ length: 9 }, (_, i) => ({
      date: '2026-11-26',
      grade: 'measured' as const,
      source: `https://example.com/${i}`,
      note: long,
    })),
  });

  it.each(['markdown', 'jira-wiki', 'adf'] as const)('fits into a field of Jira as %s', (format) => {
    expect(turns).toHaveLength(280);
    const text = ticketText(document, 'guard-loosened', format);
    expect(text.length).toBeGreaterThan(3000);
    expect(text.length).toBeLessThanOrEqual(MAX_FIELD);
  });
});
