import type { Answer } from '../../classify/answer.ts';
import type { Change } from '../../change/change.ts';
import { LEVELS } from '../../change/levels.ts';
import { ONE_SIDED, RULES } from '../../change/rules.ts';
import { probeKey } from '../../contract/probe.ts';
import type { Finding, FindingRule } from '../../findings/finding.ts';
import { PRECEDENCE } from '../../findings/precedence.ts';
import type { RowResult } from '../../run/row-result.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import { groupBy } from '../documents/phrases.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';

/** A finding with the answers that it is about. */
export interface Event {
  readonly finding: Finding;
  /** The answer in the baseline; null if there is none. */
  readonly before: Answer | null;
  readonly after: Answer | null;
  readonly change: Change | undefined;
  /** The row of the contract. */
  readonly row: RowResult | undefined;
}

/** Rules about a comparison: only these can show that something is new. */
export const CHANGE_RULES: ReadonlySet<FindingRule> = new Set<FindingRule>(
  [...RULES, ...Object.values(ONE_SIDED)].map(({ id }) => id),
);

function eventsOf(
  findings: readonly Finding[],
  changes: readonly Change[],
  rows: readonly RowResult[],
): Event[] {
  const byProbe = new Map(changes.map((change) => [probeKey(change), change]));
  const contract = rows.filter(({ kind }) => kind === 'contract');
  const rowOf = new Map<string, RowResult>(contract.map((row) => [probeKey(row), row]));
  return findings.map((finding): Event => {
    const key = finding.probe && probeKey(finding.probe);
    const change = key === undefined ? undefined : byProbe.get(key);
    const row = key === undefined ? undefined : rowOf.get(key);
    return {
      finding,
      before: change?.before ?? null,
      after: change?.after ?? row?.answer ?? null,
      change,
      row,
    };
  });
}

/** Returns the findings of a run with their answers, in the order of the findings. */
export function checkEvents(document: CheckDocument): Event[] {
  return eventsOf(checkFindings(document).list, document.diff?.changes ?? [], document.run.rows);
}

/** Returns the findings of a comparison with their answers, in the order of the findings. */
export function diffEvents(document: DiffDocument): Event[] {
  return eventsOf(diffFindings(document).list, document.changes, []);
}

const rank = ({ finding }: Event): number =>
  LEVELS.indexOf(finding.level) * 1000 + PRECEDENCE.indexOf(finding.rule);

/** Groups events by rule, the worst first: by level, then by the order of the rules. */
export function byRule(events: readonly Event[]): [FindingRule, [Event, ...Event[]]][] {
  const groups = groupBy(events, ({ finding }) => finding.rule);
  return groups
    .map(([, group]): [FindingRule, [Event, ...Event[]]] => [group[0].finding.rule, group])
    .toSorted(([, [a]], [, [b]]) => rank(a) - rank(b));
}

/** Returns the distinct credentials of events, in order. */
export function credentialsOf(events: readonly Event[]): string[] {
  return [...new Set(events.flatMap(({ finding: { probe } }) => (probe ? [probe.credential] : [])))];
}

/** Returns the distinct operations of events, in order. */
export function operationsOf(events: readonly Event[]): string[] {
  return [...new Set(events.flatMap(({ finding: { probe } }) => (probe ? [probe.operation] : [])))];
}
