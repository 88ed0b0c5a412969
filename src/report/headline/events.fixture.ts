import type { Answer } from '../../classify/answer.ts';
import type { Change } from '../../change/change.ts';
import { fingerprint } from '../../change/fingerprint.ts';
import { ONE_SIDED, RULES, type RuleId } from '../../change/rules.ts';
import type { CredentialName } from '../../contract/credentials.ts';
import { PRESENT } from '../../contract/eras.ts';
import type { OperationId } from '../../contract/operations.ts';
import type { Probe } from '../../contract/probe.ts';
import type { Origin } from '../../evidence/exchange.ts';
import type { RowResult } from '../../run/row-result.ts';
import type { Run } from '../../run/run.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';

// For tests: runs and comparisons in which one thing happened to some probes.

export const REFUSED: Answer = { status: 401, treatment: 'refused', mark: 'unauthorized' };

export const IGNORED: Answer = { status: 200, treatment: 'ignored', mark: 'login-failed', shape: [] };

/** Returns the probes of some credentials on some operations. */
export function probesOf(
  credentials: readonly CredentialName[],
  operations: readonly OperationId[],
): Probe[] {
  return credentials.flatMap((credential) => operations.map((operation) => ({ credential, operation })));
}

/** Returns a change of each probe under a rule. */
export function changesOf(rule: RuleId, probes: readonly Probe[]): Change[] {
  const { level } = [...RULES, ...Object.values(ONE_SIDED)].find(({ id }) => id === rule) ?? RULES[0];
  return probes.map((probe) => {
    const change = { rule, level, ...probe, before: REFUSED, after: IGNORED };
    return { ...change, fingerprint: fingerprint(change), sources: [] };
  });
}

/** Returns a comparison with some changes, all of which fail. */
export function diffOf(changes: readonly Change[], origin: Origin = 'recorded'): DiffDocument {
  const side = (name: string, day: string): DiffDocument['base'] => ({
    name,
    origin,
    dates: { from: day, to: day },
  });
  return {
    base: side('base', '2026-11-25'),
    head: side('head', '2026-11-26'),
    changes,
    undecided: [],
    unchanged: 3,
    failOn: 'info',
  };
}

/** Returns a row of a run for each probe. */
export function rowsFor(
  probes: readonly Probe[],
  kind: RowResult['kind'],
  verdict: RowResult['verdict'],
  answer: Answer = IGNORED,
): RowResult[] {
  return probes.map((probe): RowResult => ({
    kind,
    era: PRESENT,
    ...probe,
    expected: { treatment: 'refused', statuses: [401] },
    verdict,
    answer,
    at: '2026-11-26T04:19:07.000Z',
    sources: [],
  }));
}

/** The parts of a run that a test changes. */
export interface Given {
  readonly rows?: readonly RowResult[];
  readonly changes?: readonly Change[];
  readonly site?: string;
  readonly origin?: Origin;
  readonly incomplete?: string;
  readonly pacts?: Run['pacts'];
  readonly failures?: readonly string[];
}

/** Returns a run of a site called acme. */
export function checkOf({
  rows = [],
  changes,
  site = 'acme',
  origin = 'recorded',
  incomplete,
  pacts,
  failures = [],
}: Given): CheckDocument {
  const common = {
    name: 'live-2026-11-26',
    era: PRESENT,
    summary: 'A run.',
    dates: { from: '2026-11-26', to: '2026-11-26' },
    tool: 'a test',
  };
  return {
    run: {
      schema: 'jira-token-contract/run/1',
      tool: 'a test',
      recordings:
        origin === 'transcribed'
          ? { ...common, origin }
          : { ...common, origin, site, ...(incomplete !== undefined && { incomplete }) },
      rows,
      failures,
      ...(pacts && { pacts }),
    },
    file: 'reports/live-2026-11-26/run.json',
    diff: changes ? diffOf(changes, origin) : null,
    askedWith: { site },
  };
}
