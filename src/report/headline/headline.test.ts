import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ONE_SIDED, RULES, type RuleId } from '../../change/rules.ts';
import { CREDENTIALS, type CredentialName } from '../../contract/credentials.ts';
import { OPERATIONS, type OperationId } from '../../contract/operations.ts';
import { entryOf } from '../../history/entry.ts';
import { GOOD_NEWS } from '../../findings/precedence.ts';
import { RUN_RULES } from '../../findings/run-rules.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { NightOfSite } from '../documents/night/night-document.ts';
import { checkFindings } from '../documents/settled-document.ts';
import { changesOf, checkOf, diffOf, probesOf, REFUSED, rowsFor } from './events.fixture.ts';
import { PHRASES } from './event-phrases.ts';
import { headlineOfCheck, headlineOfDiff, headlineOfFault } from './headline.ts';
import { headlineOfNight } from './night-headline.ts';
import { EVENT_STATES, STATES } from './states.ts';
import { MAX_TITLE } from './title.ts';

const CHANGES: readonly RuleId[] = [...RULES, ...Object.values(ONE_SIDED)].map(({ id }) => id);

const CREDENTIAL_SETS: Readonly<Record<string, readonly CredentialName[]>> = {
  'the valid credential': ['valid'],
  'no credential': ['missing'],
  'one dead credential': ['revoked'],
  'one dead credential with a long name': ['gateway-email-mismatch'],
  'two dead credentials': ['revoked', 'expired'],
  'two dead credentials with long names': ['gateway-email-mismatch', 'not-base64'],
  'credentials of every kind': CREDENTIALS.map(({ name }) => name),
};

const OPERATION_SETS: Readonly<Record<string, readonly OperationId[]>> = {
  'one operation': ['GET /rest/api/3/project/search'],
  'an operation with a long name': ['GET /rest/api/3/avatar/{type}/system'],
  'all operations': OPERATIONS.map(({ id }) => id),
};

const SETS = Object.entries(CREDENTIAL_SETS).flatMap(([who, credentials]) =>
  Object.entries(OPERATION_SETS).map(
    ([where, operations]) => [who, where, probesOf(credentials, operations)] as const,
  ),
);

/** What is wrong with the form of a title. */
function faultsOf(title: string, site: string): string[] {
  const checks: readonly (readonly [string, boolean])[] = [
    ['too long', title.length > MAX_TITLE],
    ['empty', title.trim() === ''],
    ['two spaces', / {2}/.test(title)],
    ['space at an end', title !== title.trim()],
    ['space before a sign', /\s[,.:;]/.test(title)],
    ['a missing value', /undefined|null|NaN|\[object/.test(title)],
    ['a period at its end', title.endsWith('.')],
    ['one of many', /\b(?:1|one) (?:more )?\w+s\b/.test(title.replaceAll(/\b(?:1|one) of\b/g, ''))],
    [
      'many of one',
      /\b(?:\d\d+|[02-9]|two|three|four|five|six|seven|eight|nine|ten) (?:more )?(?:operation|probe|kind|test|change|site|answer|finding)\b/.test(
        title,
      ),
    ],
    ['a plural that is', /\b(?:operations|probes|tests) (?:is|was)\b/.test(title)],
    ['a singular that are', /\b(?:1 probe|v3 \S+|a test of the contract) (?:are|were)\b/.test(title)],
    ['an open end', /\b(?:on|with|for|of|and|to|the|a|than|instead)$/.test(title)],
    ['a word twice', /\b(\w+) \1\b/.test(title)],
    ['no site', !title.includes(site)],
    ['no letter', !/[a-z]/.test(title)],
  ];
  return checks.flatMap(([name, isWrong]) => (isWrong ? [`${name}: ${title}`] : []));
}

describe.each(CHANGES)('the title of %s', (rule) => {
  it.each(SETS)('is well formed for %s on %s', (_who, _where, probes) => {
    const changes = changesOf(rule, probes);
    const diff = headlineOfDiff(diffOf(changes));
    expect(faultsOf(diff.title, diff.site)).toEqual([]);
    for (const origin of ['recorded', 'stand-in', 'transcribed'] as const) {
      const check = checkOf({ changes, origin, rows: rowsFor(probes, 'contract', 'kept') });
      const { title, site } = headlineOfCheck(check);
      expect(faultsOf(title, site)).toEqual([]);
      expect(/stand-in/.test(title)).toBe(origin === 'stand-in');
    }
  });
});

/** A run for each rule about runs. */
const RUNS: Readonly<
  Record<(typeof RUN_RULES)[number]['id'], (probes: (typeof SETS)[number][2]) => CheckDocument>
> = {
  'wanted-fixed': (probes) =>
    checkOf({
      rows: [
        ...rowsFor(probes, 'contract', 'broken', REFUSED),
        ...rowsFor(probes, 'wanted', 'kept', REFUSED),
      ],
    }),
  'pact-fixed': (probes) =>
    checkOf({
      rows: rowsFor(probes, 'contract', 'kept'),
      pacts: [
        {
          pact: 'wanted',
          interactions: probes.map((probe) => ({ ...probe, verdict: 'passed', reasons: [] })),
        },
      ],
    }),
  'contract-broken': (probes) => checkOf({ rows: rowsFor(probes, 'contract', 'broken') }),
  'test-failed': (probes) =>
    checkOf({
      rows: rowsFor(probes, 'contract', 'kept'),
      failures: probes.slice(0, 12).map((_, i) => `test ${i}`),
    }),
  'pact-broken': (probes) =>
    checkOf({
      rows: rowsFor(probes, 'contract', 'kept'),
      pacts: [
        {
          pact: 'as-it-is',
          interactions: probes.map((probe) => ({ ...probe, verdict: 'failed', reasons: ['x'] })),
        },
      ],
    }),
  'inference-disproved': (probes) => checkOf({ rows: rowsFor(probes, 'contract', 'disproved') }),
  undecided: (probes) => checkOf({ rows: rowsFor(probes, 'contract', 'inconclusive') }),
};

describe.each(Object.entries(RUNS))('the title of a run with %s', (_rule, document) => {
  it.each(SETS)('is well formed for %s on %s', (_who, _where, probes) => {
    const { title, site } = headlineOfCheck(document(probes));
    expect(faultsOf(title, site)).toEqual([]);
  });
});

it('has a phrase for every rule', () => {
  const rules = [...CHANGES, ...RUN_RULES.map(({ id }) => id)];
  expect(Object.keys(PHRASES).toSorted()).toEqual(rules.toSorted());
});

it('is well formed for every mixture of rules, and tells bad news before good news', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...CHANGES), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...CREDENTIALS.map(({ name }) => name)),
      fc.constantFrom(
        'acme',
        'https://a-site.example.com',
        'a name with more characters than a title has room for, really',
      ),
      (rules, credential, site) => {
        const changes = rules.flatMap((rule, i) =>
          changesOf(rule, [{ credential, operation: OPERATIONS[i]?.id ?? OPERATIONS[0].id }]),
        );
        const headline = headlineOfCheck(checkOf({ changes, site }));
        expect(faultsOf(headline.title, headline.site)).toEqual([]);
        expect(headline.state).toBe(rules.every((rule) => GOOD_NEWS.has(rule)) ? 'fixed' : 'new');
      },
    ),
  );
});

const PROBES = probesOf(
  ['revoked', 'mistyped'],
  ['GET /rest/api/3/project', 'GET /rest/api/3/project/search'],
);

const KEPT = rowsFor(PROBES, 'contract', 'kept');

/** A run in each state that a run can have. */
const IN_STATE = {
  new: checkOf({ rows: KEPT, changes: changesOf('guard-loosened', PROBES) }),
  broken: RUNS['contract-broken'](PROBES),
  fixed: RUNS['wanted-fixed'](PROBES),
  undecided: checkOf({ rows: KEPT, changes: [], incomplete: 'it was interrupted' }),
  quiet: checkOf({ rows: KEPT, changes: [] }),
} as const;

describe('the state', () => {
  it.each(Object.entries(IN_STATE))('%s is that of the findings', (state, document) => {
    expect(headlineOfCheck(document).state).toBe(state);
  });

  it('is `fixed` on the night of a fix, in a good tone, although it exits with 1', () => {
    const { exitCode } = checkFindings(IN_STATE.fixed);
    expect([exitCode, STATES[headlineOfCheck(IN_STATE.fixed).state].tone]).toEqual([1, 'good']);
  });

  it('is `quiet` if everything is acknowledged', () => {
    const acknowledged = { fingerprint: 'x', change: 'x', reason: 'x' };
    const changes = changesOf('guard-loosened', PROBES).map((change) => ({ ...change, acknowledged }));
    expect(headlineOfCheck(checkOf({ rows: KEPT, changes })).state).toBe('quiet');
    expect(headlineOfDiff(diffOf(changes)).state).toBe('quiet');
  });

  it('is `broken` if the baseline does not show that it is new', () => {
    const rows = rowsFor(PROBES, 'contract', 'broken');
    expect(headlineOfCheck(checkOf({ rows, changes: [] })).state).toBe('broken');
  });

  it('gives the same events another title', () => {
    const fault = { site: 'acme', reason: 'a reason' };
    const titles = [
      ...Object.values(IN_STATE).map((document) => headlineOfCheck(document).title),
      headlineOfFault({ ...fault, exitCode: 2 }).title,
      headlineOfFault({ ...fault, exitCode: 3 }).title,
    ];
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.flatMap((title) => faultsOf(title, 'acme'))).toEqual([]);
  });

  it('has a sign, a word and an icon of its own', () => {
    const looks = EVENT_STATES.map((state) => STATES[state]);
    for (const key of ['word', 'icon'] as const) {
      expect(new Set(looks.map((look) => look[key])).size).toBe(EVENT_STATES.length);
    }
    for (const { icon } of looks)
      expect(decodeURIComponent(icon)).toMatch(/^data:image\/svg\+xml,<svg .*<\/svg>$/);
  });
});

/** Returns a night of one site. */
function nightOf(site: string, document: CheckDocument | undefined, exitCode: number): NightOfSite {
  const entry = entryOf({ name: 'x', site, at: 0, exitCode, news: 0 }, document?.run);
  return {
    night: { site, exitCode, reason: 'a reason', expiring: [], notes: [], document, entry },
    silent: { nights: 0, last: undefined },
  };
}

/** Returns a night of a site whose run is in a state. */
const at = (site: string, state: keyof typeof IN_STATE): NightOfSite =>
  nightOf(site, IN_STATE[state], checkFindings(IN_STATE[state]).exitCode);

describe('a night of several sites', () => {
  it('is told by its most urgent site', () => {
    const { title, state } = headlineOfNight([at('acme', 'quiet'), at('beta', 'new'), at('gamma', 'fixed')]);
    expect(state).toBe('new');
    expect(faultsOf(title, 'beta')).toEqual([]);
    expect(title).not.toMatch(/acme|gamma/);
  });

  it('names only the sites of the event that it tells, and counts what else happened', () => {
    const other = checkOf({ rows: KEPT, changes: changesOf('refusal-changed', PROBES) });
    const nights = [at('acme', 'new'), nightOf('beta', other, 1)];
    const { title, site } = headlineOfNight(nights);
    expect(site).toBe('acme');
    expect(title).not.toContain('beta');
    expect(title).not.toBe(headlineOfNight([at('acme', 'new'), at('beta', 'quiet')]).title);
  });

  it('never looks good if a site could not be asked', () => {
    for (const code of [2, 3]) {
      const { state, title } = headlineOfNight([at('acme', 'fixed'), nightOf('beta', undefined, code)]);
      expect(STATES[state].tone).not.toBe('good');
      expect(faultsOf(title, 'beta')).toEqual([]);
    }
  });

  it.each([1, 2, 3, 12])('is well formed for %i sites in every state', (number) => {
    for (const state of ['new', 'broken', 'fixed', 'undecided', 'quiet'] as const) {
      const nights = Array.from({ length: number }, (_, i) => at(`site-${i}-with-a-long-name-indeed`, state));
      const { title, site } = headlineOfNight(nights);
      expect(faultsOf(title, number < 3 && title.includes(site) ? site : 'site')).toEqual([]);
    }
  });
});
