import type { Acknowledgement } from '../change/acknowledgements.ts';
import { LEVELS } from '../change/levels.ts';
import { compareProbes, probeKey } from '../contract/probe.ts';
import { STATES, type Finding, type State } from './finding.ts';
import type { PartialFinding } from './partial-findings.ts';
import { GOOD_NEWS, PRECEDENCE } from './precedence.ts';

const rankOf = new Map<string, number>(PRECEDENCE.map((rule, i) => [rule, i]));

const byPrecedence = (a: PartialFinding, b: PartialFinding): number =>
  (rankOf.get(a.rule) ?? 0) - (rankOf.get(b.rule) ?? 0);

/** Whether two parts are about the same answer. A part without an answer matches any. */
const sameAnswer = (a: PartialFinding, b: PartialFinding): boolean =>
  !a.answer ||
  !b.answer ||
  (a.answer.status === b.answer.status && a.answer.treatment === b.answer.treatment);

/**
 * Adds to each part of one probe the acknowledgement that applies: its own, or that of an earlier part about the same answer.
 * So a change is acknowledged together with the row that it breaks, and a row never with a different change.
 */
function acknowledge(
  parts: readonly PartialFinding[],
  known: ReadonlyMap<string, Acknowledgement>,
): PartialFinding[] {
  const done: PartialFinding[] = [];
  for (const part of parts) {
    const own = part.acknowledged ?? known.get(part.fingerprint);
    const inherited = done.find((earlier) => earlier.acknowledged && sameAnswer(earlier, part))?.acknowledged;
    done.push({ ...part, acknowledged: own ?? inherited });
  }
  return done;
}

function stateOf(first: PartialFinding, fails: boolean, acknowledged: boolean): State {
  if (first.rule === 'undecided') return 'undecided';
  if (!fails && acknowledged) return 'known';
  if (GOOD_NEWS.has(first.rule)) return 'fixed';
  return fails ? 'new' : 'noted';
}

/** Merges the parts of one probe into a finding; returns undefined if there are none. */
function findingOf(
  parts: readonly PartialFinding[],
  known: ReadonlyMap<string, Acknowledgement>,
): Finding | undefined {
  const all = acknowledge(parts.toSorted(byPrecedence), known);
  const open = all.filter(({ acknowledged }) => !acknowledged);
  const fails = open.some((part) => part.fails);
  const firstKnown = all.find(({ acknowledged }) => acknowledged);
  const first = fails ? open.find(({ rule: id }) => id !== 'undecided') : (firstKnown ?? all[0]);
  if (!first) return undefined;
  const { rule, level, probe, title, message, detail, acknowledged, fingerprint } = first;
  const also = all
    .filter((part) => part !== first)
    .map((part) => ({ rule: part.rule, fingerprint: part.fingerprint }));
  const certainty = all.find((part) => part.certainty)?.certainty;
  const state = stateOf(first, fails, acknowledged !== undefined);
  return {
    rule,
    level,
    state,
    fails,
    probe,
    title,
    message,
    detail,
    certainty,
    acknowledged,
    fingerprint,
    also,
  };
}

const byUrgency = (a: Finding, b: Finding): number =>
  Number(b.fails) - Number(a.fails) ||
  STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
  LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
  a.rule.localeCompare(b.rule, 'en') ||
  (a.probe && b.probe
    ? compareProbes(a.probe, b.probe)
    : Number(Boolean(b.probe)) - Number(Boolean(a.probe)));

/** Merges parts into one finding per probe, and one per part without a probe. Failing findings come first. */
export function mergeParts(parts: readonly PartialFinding[], known: readonly Acknowledgement[]): Finding[] {
  const acknowledged = new Map(known.map((entry) => [entry.fingerprint, entry]));
  const groups = Map.groupBy(parts, ({ probe, fingerprint }) => (probe ? probeKey(probe) : fingerprint));
  return [...groups.values()].flatMap((group) => findingOf(group, acknowledged) ?? []).toSorted(byUrgency);
}
