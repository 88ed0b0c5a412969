import fc from 'fast-check';
import { parse as parseJunit } from 'junit2json';
import { describe, expect, it } from 'vitest';
import { acknowledge } from '../change/acknowledge.ts';
import type { Acknowledgement } from '../change/acknowledgements.ts';
import { compare } from '../change/compare.ts';
import { LEVELS } from '../change/levels.ts';
import type { Findings } from '../findings/finding.ts';
import { decidedIn } from '../findings/conclusion.ts';
import { failingFindings, fingerprintsOf } from '../findings/findings.ts';
import { entryOf } from '../history/entry.ts';
import { arbitraryRun } from '../run/arbitrary-run.fixture.ts';
import { PACT_NAMES, type PactResult } from '../run/pact-result.ts';
import type { Run } from '../run/run.ts';
import { snapshotOfRun } from '../run/snapshot.ts';
import type { CheckDocument } from './documents/check/check-document.ts';
import type { DiffDocument } from './documents/diff/diff-document.ts';
import { render } from './formats.ts';
import { FILE_LAYOUT } from './layout.ts';
import type { NightOfSite } from './documents/night/night-document.ts';
import type { EventState } from './headline/states.ts';
import { sanitiseLine } from './plain.ts';
import { checkFindings, diffFindings } from './documents/settled-document.ts';
import { headlineOfCheck, headlineOfDiff } from './headline/headline.ts';

interface Sarif {
  readonly runs: readonly {
    readonly results?: readonly {
      readonly level: string;
      readonly partialFingerprints: Record<string, string>;
    }[];
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications?: readonly object[];
    }[];
  }[];
}

/** Returns pacts whose interactions all pass or all fail. */
const pactsOf = ({ rows }: Run, passes: boolean): PactResult[] =>
  PACT_NAMES.map((pact) => ({
    pact,
    interactions: rows.slice(0, 3).map(({ credential, operation }) => ({
      credential,
      operation,
      verdict: passes ? 'passed' : 'failed',
      reasons: [],
    })),
  }));

const run: fc.Arbitrary<Run> = fc
  .record({
    run: arbitraryRun,
    incomplete: fc.constantFrom(undefined, undefined, 'it was interrupted'),
    failures: fc.constantFrom([], [], ['a test: a message'], ['a test', 'a\u0000nother  test']),
    pacts: fc.constantFrom(undefined, undefined, true, false),
  })
  .map(({ run: one, incomplete, failures, pacts }) => ({
    ...one,
    recordings: { ...one.recordings, ...(incomplete !== undefined && { incomplete }) } as Run['recordings'],
    failures,
    ...(pacts !== undefined && { pacts: pactsOf(one, pacts) }),
  }));

const acknowledgement = (fingerprint: string): Acknowledgement => ({
  fingerprint,
  change: 'x',
  reason: 'x',
  link: 'https://jira.example.com/',
});

/** A run with a comparison; the share `known` of its findings is acknowledged. */
const document: fc.Arbitrary<CheckDocument> = fc
  .record({
    base: fc.option(run, { nil: undefined, freq: 4 }),
    head: run,
    failOn: fc.constantFrom(...LEVELS),
    known: fc.constantFrom(0, 0.5, 1),
    outdated: fc.constantFrom([], [], [], ['The baseline is old.']),
  })
  .map(({ base, head, failOn, known, outdated }) => {
    const bare = base ? compare(snapshotOfRun(base), snapshotOfRun(head)) : undefined;
    const sides = { base: sideInfo('base'), head: sideInfo('head') };
    const open: CheckDocument = {
      run: head,
      file: 'run.json',
      diff: bare ? { ...sides, ...bare, failOn } : null,
      outdated,
    };
    const names = fingerprintsOf(checkFindings(open));
    const acks = names.filter((_, i) => i < names.length * known).map(acknowledgement);
    const diff = open.diff && { ...open.diff, changes: acknowledge(open.diff.changes, acks, '2026-11-26') };
    return { ...open, diff, known: acks };
  });

const sideInfo = (name: string): DiffDocument['base'] => ({
  name,
  origin: 'recorded',
  dates: { from: '2026-11-24', to: '2026-11-24' },
});

/** Reduces a text to letters and digits: every format escapes and folds in its own way. */
const bare = (text: string): string => text.replaceAll(/<[^>]*>/g, '').replaceAll(/[^\p{L}\p{N}]/gu, '');

async function junitCounts(text: string): Promise<{ failures: number; errors: number }> {
  const read = await parseJunit(text);
  if (!read || !('tests' in read)) throw new Error('no JUnit');
  return { failures: read.failures ?? 0, errors: read.errors ?? 0 };
}

const annotations = (text: string): number =>
  text.split('\n').filter((line) => line.startsWith('::error ')).length;

/** Number of rules under which something fails. */
const failingRules = (findings: Findings): number =>
  new Set(failingFindings(findings).map(({ rule }) => rule)).size;

const nightOf = (check: CheckDocument): NightOfSite => {
  const { exitCode, inconclusive } = checkFindings(check);
  const entry = entryOf({ name: 'x', site: 'a', at: 0, exitCode, news: 0 }, check.run);
  return {
    night: {
      site: 'a',
      exitCode,
      reason: inconclusive.join('; '),
      expiring: [],
      notes: [],
      document: check,
      entry,
    },
    silent: { nights: 0, last: undefined },
  };
};

/** The states that each exit code can have. Only fixes fail without being bad news. */
const STATES_OF: Readonly<Record<0 | 1 | 3, readonly EventState[]>> = {
  0: ['quiet', 'fixed'],
  1: ['new', 'broken', 'fixed'],
  3: ['undecided'],
};

describe('every format', () => {
  it('shows failures and missing conclusions exactly if the exit code does', async () => {
    await fc.assert(
      fc.asyncProperty(document, async (check) => {
        const findings = checkFindings(check);
        const { exitCode, inconclusive } = findings;
        const isOpen = inconclusive.length > 0;
        expect(exitCode).toBe(failingFindings(findings).length > 0 ? 1 : isOpen ? 3 : 0);

        const json = JSON.parse(render('check', 'json', check, FILE_LAYOUT)) as {
          exitCode: number;
          inconclusive: string[];
        };
        expect(json).toMatchObject({ exitCode, inconclusive });

        const { failures, errors } = await junitCounts(render('check', 'junit', check, FILE_LAYOUT));
        expect(failures).toBe(failingFindings(findings).length);
        // A run may be conclusive although some of its probes are undecided; each of those is an error.
        const { undecided } = decidedIn(check.run);
        expect(errors).toBe(inconclusive.length + undecided);

        const [sarif] = (JSON.parse(render('check', 'sarif', check, FILE_LAYOUT)) as Sarif).runs;
        const failed = sarif?.results?.filter(({ level }) => level !== 'note') ?? [];
        expect(
          failed
            .map(({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash'] ?? '')
            .toSorted(),
        ).toEqual(
          failingFindings(findings)
            .map(({ fingerprint }) => fingerprint)
            .toSorted(),
        );
        expect(sarif?.invocations[0]?.executionSuccessful).toBe(!isOpen);
        // An empty list would close open alerts.
        expect(isOpen ? sarif?.results?.length !== 0 : sarif?.results !== undefined).toBe(true);

        const errorLines = annotations(render('check', 'github', check, FILE_LAYOUT));
        expect(errorLines).toBe(Math.min(failingRules(findings) + (isOpen ? 1 : 0), 10));

        const { title, state } = headlineOfCheck(check);
        expect(STATES_OF[exitCode]).toContain(state);
        for (const name of ['text', 'markdown', 'html', 'svg', 'jira-wiki', 'adf'] as const) {
          const shown = render('check', name, check, FILE_LAYOUT);
          expect(bare(shown)).toContain(bare(sanitiseLine(title)));
        }
        expect(render('check', 'html', check, FILE_LAYOUT)).toContain(`class="headline ${state}"`);

        const night = nightOf(check);
        expect(annotations(render('night', 'github', [night], FILE_LAYOUT))).toBe(errorLines);
        const nightValue = JSON.parse(render('night', 'json', [night], FILE_LAYOUT)) as {
          sites: { exitCode: number; news: string[] }[];
        };
        expect(nightValue.sites[0]?.news).toHaveLength(failingFindings(findings).length);
      }),
      { numRuns: 120 },
    );
  });

  it('shows failures of a comparison exactly if its exit code does', async () => {
    await fc.assert(
      fc.asyncProperty(document, async ({ diff }) => {
        if (!diff) return;
        const findings = diffFindings(diff);
        expect(findings.exitCode).toBe(failingFindings(findings).length > 0 ? 1 : 0);
        expect(JSON.parse(render('diff', 'json', diff, FILE_LAYOUT))).toMatchObject({
          failed: findings.exitCode === 1,
        });
        const { failures } = await junitCounts(render('diff', 'junit', diff, FILE_LAYOUT));
        expect(failures).toBe(failingFindings(findings).length);
        const errorLines = annotations(render('diff', 'github', diff, FILE_LAYOUT));
        expect(errorLines).toBe(Math.min(failingRules(findings), 10));
        const [sarif] = (JSON.parse(render('diff', 'sarif', diff, FILE_LAYOUT)) as Sarif).runs;
        expect(sarif?.results?.filter(({ level }) => level !== 'note')).toHaveLength(failures);
        const { state } = headlineOfDiff(diff);
        expect(STATES_OF[findings.exitCode]).toContain(state);
        expect(render('diff', 'html', diff, FILE_LAYOUT)).toContain(`class="headline ${state}"`);
      }),
      { numRuns: 120 },
    );
  });
});
