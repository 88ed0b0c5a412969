import { parse as parseJunit } from 'junit2json';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../conformance/languages.ts';
import { conformanceResultSchema, type ScenarioResult } from '../../../conformance/result.ts';
import { SCENARIO_IDS } from '../../../conformance/scenarios.ts';
import { VERDICTS } from '../../../conformance/verdicts.ts';
import { choicesFor, render } from '../../formats.ts';
import { FILE_LAYOUT } from '../../layout.ts';
import { sarifFaults } from '../../validators.fixture.ts';
import { conformanceWith } from './conformance.fixture.ts';
import { failuresOf } from './failures.ts';
import { SNIPPETS } from './snippets.ts';
import { NOT_REACHED, VERDICT_WORDS } from './verdict-words.ts';

const MATCHED = { pattern: 'x', text: 'the token is dead' };

const RESULT = conformanceWith('some text');

/** A result in which all passes, apart from some rows. */
function resultWith(rows: readonly Partial<ScenarioResult>[]): typeof RESULT {
  const [template] = RESULT.results;
  if (!template) throw new Error('no row');
  const {
    known: _,
    matched: __,
    ...good
  } = {
    ...template,
    verdict: 'passed' as const,
    isReached: true,
    isUnexpected: false,
  };
  const results = SCENARIO_IDS.map((scenario, i) => ({ ...good, scenario, ...rows[i] }));
  return conformanceWith('x', { results, exitCode: results.some((one) => one.isUnexpected) ? 1 : 0 });
}

const text = (result: typeof RESULT, all = false): string =>
  render('conformance', 'text', result, { ...FILE_LAYOUT, all });

it('is offered in every format that reports of a run have, pictures and traffic aside', () => {
  expect(choicesFor('conformance')).toEqual(
    expect.arrayContaining([
      'text',
      'markdown',
      'html',
      'json',
      'junit',
      'sarif',
      'github',
      'codequality',
      'jira-wiki',
      'adf',
      'badge',
    ]),
  );
});

it('has a letter of its own for each verdict, readable without colour', () => {
  const letters = [...VERDICTS.map((verdict) => VERDICT_WORDS[verdict].letter), NOT_REACHED.letter];
  expect(new Set(letters).size).toBe(letters.length);
});

it('has a snippet for each language, in short lines', () => {
  expect(Object.keys(SNIPPETS).toSorted()).toEqual(LANGUAGES.filter((one) => one !== 'unknown').toSorted());
  const lines = Object.values(SNIPPETS).flatMap((snippet) => snippet.lines);
  expect(lines.filter(({ length }) => length > 38)).toEqual([]);
  for (const { lines: own } of Object.values(SNIPPETS))
    expect(own.join('\n').toLowerCase()).toContain('x-aaccountid');
});

describe('failures', () => {
  it('are listed once if they differ by the scenario alone', () => {
    const failing = { verdict: 'silent', isUnexpected: true } as const;
    const result = resultWith([
      failing,
      failing,
      { ...failing, why: 'another' },
      { ...failing, use: 'other' },
    ]);
    expect(failuresOf(result).map(({ all }) => all.length)).toEqual([2, 1, 1]);
  });

  it('come with the worst first, and known ones last', () => {
    const known = { verdict: 'silent', reason: 'r', date: '2026-11-26' } as const;
    const result = resultWith([
      { verdict: 'misled', isUnexpected: true },
      { verdict: 'acted', isUnexpected: false, known: { ...known, verdict: 'acted' } },
      { verdict: 'silent', isUnexpected: true },
    ]);
    expect(failuresOf(result).map(({ example }) => example.verdict)).toEqual(['silent', 'misled', 'acted']);
  });

  it('of one use are shown with the scenario, the requests, the output and a snippet in its language', () => {
    const shown = text(
      resultWith([
        {},
        {},
        {},
        { verdict: 'silent', isUnexpected: true, output: { stdout: ['what it printed'], stderr: [] } },
      ]),
    ).replaceAll(/\s+/g, ' ');
    expect(shown).toContain('missing');
    expect(shown).toContain('what it printed');
    expect(shown).toContain('/rest/api/3/some text');
    expect(shown).toContain(SNIPPETS.javascript.lines[1]);
  });
});

describe('a program that fails with a token that works', () => {
  const ADVICE = text(resultWith([{}, {}, { verdict: 'false-alarm', isUnexpected: true, matched: MATCHED }]));
  const failing = { verdict: 'false-alarm', isUnexpected: true, why: 'why valid failed' } as const;

  it('is shown with that alone, since its other failures prove nothing, apart from harm', () => {
    const shown = text({
      ...resultWith([
        failing,
        failing,
        {},
        { verdict: 'misled', isUnexpected: true, why: 'why misled' },
        { verdict: 'leaked', isUnexpected: true, why: 'why leaked' },
      ]),
      inconclusive: ['x'],
      exitCode: 3,
    });
    expect(shown).toContain('why valid failed');
    expect(shown).not.toContain('why misled');
    expect(shown).toContain('why leaked');
    expect(shown.indexOf('why valid failed')).toBeLessThan(shown.indexOf('why leaked'));
  });

  it('is shown without failures if it asked nothing, apart from harm', () => {
    const shown = text({
      ...resultWith([
        { requestCount: 0 },
        { requestCount: 0 },
        {},
        { verdict: 'silent', isUnexpected: true, why: 'why silent' },
        { verdict: 'leaked', isUnexpected: true, why: 'why leaked' },
      ]),
      inconclusive: ['x'],
      exitCode: 3,
    });
    expect(shown).not.toContain('why silent');
    expect(shown).toContain('why leaked');
  });

  it('is not told to look at answers', () => {
    expect(ADVICE).toContain(SNIPPETS.javascript.lines[1]);
    expect(text(resultWith([failing]))).not.toContain(SNIPPETS.javascript.lines[1]);
    expect(text(resultWith([failing]))).toContain('--tls');
    expect(text(resultWith([{ ...failing, ending: 'time limit' }]))).toContain('--time-limit');
  });
});

it('shows the first and the last lines of an output, and cuts long ones', () => {
  const stderr = Array.from({ length: 30 }, (_, i) => `line ${i}.`);
  const shown = text(
    resultWith([{ verdict: 'silent', isUnexpected: true, output: { stdout: ['x'.repeat(1000)], stderr } }]),
  );
  for (const line of ['line 0.', 'line 29.']) expect(shown).toContain(line);
  expect(shown).not.toContain('line 15.');
  expect(Math.max(...shown.split('\n').map(({ length }) => length))).toBeLessThan(200);
});

it('names what its matrix shows, for those who do not see it', () => {
  const caption = /<caption[^>]*>([^<]*)/.exec(render('conformance', 'html', RESULT, FILE_LAYOUT))?.[1];
  expect(caption).toMatch(/scenarios/i);
  expect(caption).not.toMatch(/operations/i);
});

it('fits on one screen if nothing fails', () => {
  expect(text(resultWith([])).split('\n').length).toBeLessThanOrEqual(40);
});

describe('machine formats', () => {
  const known = { verdict: 'silent', reason: 'for a reason', date: '2026-11-26' } as const;
  const cases: [string, typeof RESULT, number, number][] = [
    ['nothing fails', resultWith([]), 0, 0],
    ['one fails', resultWith([{ verdict: 'silent', isUnexpected: true }]), 1, 0],
    ['a known one passes', resultWith([{ verdict: 'named', isUnexpected: true, known }]), 1, 0],
    ['one is known', resultWith([{ verdict: 'silent', known }]), 0, 0],
    ['nothing is proven', { ...resultWith([]), inconclusive: ['why'], exitCode: 3 as const }, 0, 1],
  ];

  it.each(cases)('agree if %s', async (_what, result, failures, errors) => {
    const junit = await parseJunit(render('conformance', 'junit', result, FILE_LAYOUT));
    expect({ failures: 0, errors: 0, ...junit }).toMatchObject({ failures, errors });
    const sarif: unknown = JSON.parse(render('conformance', 'sarif', result, FILE_LAYOUT));
    expect(sarifFaults(sarif)).toEqual([]);
    const { runs } = sarif as {
      runs: { results?: { level: string }[]; invocations: { executionSuccessful: boolean }[] }[];
    };
    expect((runs[0]?.results ?? []).filter(({ level }) => level !== 'note')).toHaveLength(failures);
    expect(runs[0]?.invocations[0]?.executionSuccessful).toBe(errors === 0);
    const github = render('conformance', 'github', result, FILE_LAYOUT);
    expect(github.match(/^::error /gm) ?? []).toHaveLength(failures + errors);
    const html = render('conformance', 'html', result, FILE_LAYOUT);
    expect(html.includes('class="verdict bad"')).toBe(failures + errors > 0);
  });

  it('call a failure the same in each run, whatever is known of it, wherever the file is, and whatever it says', () => {
    const { known: _, ...row } = { ...RESULT.results[0], verdict: 'silent', isUnexpected: true } as const;
    const namesOf = (changes: Partial<ScenarioResult>): unknown => {
      const result = resultWith([{ ...row, ...changes }]);
      const { runs } = JSON.parse(render('conformance', 'sarif', result, FILE_LAYOUT)) as {
        runs: [{ results: { partialFingerprints: Record<string, string> }[] }];
      };
      const issues = JSON.parse(render('conformance', 'codequality', result, FILE_LAYOUT)) as {
        fingerprint: string;
      }[];
      const [alert] = runs[0].results;
      // GitHub goes by it, and would otherwise go by the line at which a result is shown.
      expect(alert?.partialFingerprints['primaryLocationLineHash']).toBe(issues[0]?.fingerprint);
      return alert?.partialFingerprints;
    };
    const first = namesOf({});
    expect(namesOf({ why: 'another reason', milliseconds: 1, requestCount: 7 })).toEqual(first);
    expect(namesOf({ isUnexpected: false, known })).toEqual(first);
    for (const other of [{ use: 'other' }, { verdict: 'misled' }] as const)
      expect(namesOf(other)).not.toEqual(first);
  });

  it('have at most ten annotations', () => {
    const result = resultWith(
      SCENARIO_IDS.map((_, i) => ({ verdict: 'silent', isUnexpected: true, why: `why ${i}` })),
    );
    const github = render('conformance', 'github', result, FILE_LAYOUT);
    expect(github.match(/^::/gm)).toHaveLength(10);
  });

  it('hold what the schema says', () => {
    expect(
      conformanceResultSchema.safeParse(JSON.parse(render('conformance', 'json', RESULT, FILE_LAYOUT))).error,
    ).toBe(undefined);
  });
});
