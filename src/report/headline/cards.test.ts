import { styleText } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RULES, type RuleId } from '../../change/rules.ts';
import { OPERATIONS } from '../../contract/operations.ts';
import { RUN_RULES } from '../../findings/run-rules.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { checkFindings } from '../documents/settled-document.ts';
import { render } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';
import { cardsOf, cardsOfDiff, type Card } from './cards.ts';
import { changesOf, checkOf, diffOf, IGNORED, probesOf, REFUSED, rowsFor } from './events.fixture.ts';

const IDS = OPERATIONS.map(({ id }) => id);

const probes = probesOf(['revoked', 'mistyped'], IDS.slice(0, 3));

const numberOf = ({ turns }: Card): number => turns.reduce((sum, turn) => sum + turn.probes.length, 0);

/** A run with a finding of each kind: changed, broken, fixed, undecided and known. */
const EVERYTHING: CheckDocument = {
  ...checkOf({
    rows: [
      ...rowsFor(probesOf(['expired'], IDS.slice(0, 2)), 'contract', 'broken'),
      ...rowsFor(probesOf(['password'], IDS.slice(0, 1)), 'contract', 'broken', REFUSED),
      ...rowsFor(probesOf(['password'], IDS.slice(0, 1)), 'wanted', 'kept', REFUSED),
      ...rowsFor(probesOf(['truncated'], IDS.slice(0, 4)), 'contract', 'inconclusive'),
      ...rowsFor(probes, 'contract', 'kept'),
    ],
    changes: [
      ...changesOf('guard-loosened', probes),
      ...changesOf('refusal-changed', probesOf(['bearer-token'], IDS.slice(0, 1))).map((change) => ({
        ...change,
        acknowledged: {
          fingerprint: change.fingerprint,
          change: 'x',
          reason: 'x',
          link: 'https://example.com/known',
        },
      })),
    ],
    failures: ['a test'],
  }),
};

describe('the cards of a run', () => {
  const cards = cardsOf(EVERYTHING);

  it('hold every finding once', () => {
    const { list } = checkFindings(EVERYTHING);
    expect(cards.reduce((sum, card) => sum + Math.max(1, numberOf(card)), 0)).toBe(list.length);
  });

  it('begin with what fails, the worst first, and end with what is known', () => {
    expect(cards.map(({ rule }) => rule)).toEqual([
      'guard-loosened',
      'contract-broken',
      'test-failed',
      'wanted-fixed',
      'undecided',
      'refusal-changed',
    ]);
    expect(cards.map(({ isKnown }) => isKnown)).toEqual([false, false, false, false, false, true]);
  });

  it('have ids of their own', () => {
    expect(new Set(cards.map(({ id }) => id)).size).toBe(cards.length);
  });

  it.each(['html', 'text', 'markdown'] as const)('name every probe that is not known in %s', (format) => {
    const written = render('check', format, EVERYTHING, FILE_LAYOUT);
    for (const credential of ['revoked', 'mistyped', 'expired', 'password', 'truncated'])
      expect(written).toContain(credential);
    for (const { rule } of cards.filter(({ isKnown }) => !isKnown)) expect(written).toContain(rule);
  });

  it('fold what is known to one faint line on a terminal', () => {
    const usual = render('check', 'text', EVERYTHING, { ...FILE_LAYOUT, colour: true });
    const all = render('check', 'text', EVERYTHING, { ...FILE_LAYOUT, all: true });
    expect(all).toContain('https://example.com/known');
    expect(usual).not.toContain('https://example.com/known');
    const faint = usual.split('\n').filter((line) => line.startsWith('\u001B[2m') && line.includes('--all'));
    expect(faint).toHaveLength(1);
  });
});

it('show nothing in bold red if everything is known', () => {
  const changes = changesOf('guard-loosened', probes).map((change) => ({
    ...change,
    acknowledged: { fingerprint: change.fingerprint, change: 'x', reason: 'x' },
  }));
  const document = checkOf({ rows: rowsFor(probes, 'contract', 'kept'), changes });
  const text = render('check', 'text', document, { ...FILE_LAYOUT, colour: true });
  const [head = ''] = text.split('\u001B[2m');
  // Bold and red, in either order. The marks in the matrix stand for what differs from the baseline.
  for (const style of [
    styleText(['bold', 'red'], 'x', { validateStream: false }),
    styleText(['red', 'bold'], 'x', { validateStream: false }),
  ])
    expect(head).not.toContain(style.split('x')[0]);
  expect(head).not.toMatch(/critical/i);
});

describe('a card', () => {
  it('groups its probes by what happened, the most frequent first', () => {
    const changes = changesOf('guard-loosened', probes).map((change, i) =>
      i === 0 ? { ...change, after: { ...IGNORED, status: 404, shape: undefined } } : change,
    );
    const [card] = cardsOfDiff(diffOf(changes));
    expect(card?.turns.map((turn) => [turn.before, turn.after, turn.probes.length])).toEqual([
      ['refused 401', 'ignored 200 []', 5],
      ['refused 401', 'ignored 404', 1],
    ]);
  });

  it('stays short if no two probes have the same answer', () => {
    const rows = rowsFor(probesOf(['revoked', 'mistyped', 'expired'], IDS), 'contract', 'inconclusive').map(
      (row, i) => ({ ...row, reason: `a reason of its own, ${i}` }),
    );
    const [card] = cardsOf(checkOf({ rows }));
    expect(card?.turns.length).toBeLessThan(rows.length);
    expect(card && numberOf(card)).toBe(rows.length);
  });

  it('has a matrix of only the rows and columns with a change', () => {
    const [card] = cardsOfDiff(diffOf(changesOf('guard-loosened', probes)));
    expect(card?.matrix?.lines.map(({ credential }) => credential)).toEqual(['mistyped', 'revoked']);
    expect(card?.matrix?.columns.map(({ id }) => id)).toEqual(IDS.slice(0, 3));
    expect(card?.matrix?.lines[0]?.cells[0]?.text).toBe('401→200');
  });

  it('counts the columns that do not fit, and loses no probe', () => {
    const all = probesOf(['revoked', 'mistyped'], IDS);
    const [card] = cardsOfDiff(diffOf(changesOf('guard-loosened', all)));
    const shown = (card?.matrix?.columns.length ?? 0) - 1;
    expect(shown).toBeLessThan(10);
    expect(card?.matrix?.columns.at(-1)?.short).toBe(`+${IDS.length - shown}`);
    expect(card?.matrix?.lines[0]?.cells.at(-1)?.text).toContain(String(IDS.length - shown));
  });

  it.each([...RULES, ...RUN_RULES].map(({ id }) => id))('of %s says what it means and what to do', (rule) => {
    const isChange = RULES.some(({ id }) => id === rule);
    const one = probes.slice(0, 1);
    const [card] = isChange
      ? cardsOfDiff(diffOf(changesOf(rule as RuleId, one)))
      : cardsOf(
          checkOf({
            rows: [
              ...rowsFor(
                one,
                'contract',
                rule === 'contract-broken'
                  ? 'broken'
                  : rule === 'inference-disproved'
                    ? 'disproved'
                    : rule === 'undecided'
                      ? 'inconclusive'
                      : 'kept',
              ),
              ...(rule === 'wanted-fixed' ? rowsFor(one, 'wanted', 'kept') : []),
            ],
            failures: rule === 'test-failed' ? ['a test'] : [],
            ...(rule.startsWith('pact') && {
              pacts: [
                rule === 'pact-fixed'
                  ? {
                      pact: 'wanted',
                      interactions: [
                        {
                          credential: 'revoked',
                          operation: IDS[0] ?? 'GET /rest/api/3/myself',
                          verdict: 'passed',
                          reasons: [],
                        },
                      ],
                    }
                  : {
                      pact: 'as-it-is',
                      interactions: [
                        {
                          credential: 'revoked',
                          operation: IDS[0] ?? 'GET /rest/api/3/myself',
                          verdict: 'failed',
                          reasons: ['x'],
                        },
                      ],
                    },
              ] as const,
            }),
          }),
        );
    expect(card?.rule).toBe(rule);
    expect(card?.impact).not.toBe('');
    expect(card?.remediation).not.toBe('');
  });

  it('shows the undecided probes of a comparison', () => {
    const answer = { ...IGNORED, treatment: 'inconclusive', status: 503, mark: 'unexpected' } as const;
    const [probe] = probes;
    if (!probe) throw new Error('no probe');
    const side = { ...probe, sources: [] };
    const cards = cardsOfDiff({
      ...diffOf([]),
      undecided: [{ before: { ...side, answer: REFUSED }, after: { ...side, answer } }],
    });
    expect(cards.map(({ rule, count }) => [rule, count])).toEqual([['undecided', '1 probe']]);
  });
});
