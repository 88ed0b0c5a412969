import type { Acknowledgement } from '../change/acknowledgements.ts';
import { LEVELS } from '../change/levels.ts';
import { byTableOrder, probeKey } from '../contract/probe.ts';
import { STATES, type Finding, type State } from './finding.ts';
import type { PartialFinding } from './partial-findings.ts';
import { GOOD_NEWS, PRECEDENCE } from './precedence.ts';

const rankOf = new Map<string, number>(PRECEDENCE.map((rule, i) => [rule, i]));

const byPrecedence = (a: PartialFinding, b: PartialFinding): number =>
  (rankOf.get(a.rule) ?? 0) - (rankOf.get(b.rule) ?? 0);

/** Whether two parts speak of the same answer; one that has none on record goes with any. */
const sameAnswer = (a: PartialFinding, b: PartialFinding): boolean =>
  !a.answer ||
  !b.answer ||
  (a.answer.status === b.answer.status && a.answer.treatment === b.answer.treatment);

/**
 * The parts of one probe, each with the acknowledgement that holds for it: its own, or that of a part before it that speaks
 * of the same answer. So a change is acknowledged together with the row that it breaks, and a row never with another change.
 */
function acknowledge(
  parts: readonly PartialFinding[],
  known: ReadonlyMap<string, Acknowledgement>,
): PartialFinding[] {
  const done: PartialFinding[] = [];
  for (const part of parts) {
    const own = part.acknowledged ?? known.get(part.fingerprint);
    const inherited = done.find((one) => one.acknowledged && sameAnswer(one, part))?.acknowledged;
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

/** One finding of all that was found of one probe; undefined where there is nothing. */
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
    .filter((one) => one !== first)
    .map((one) => ({ rule: one.rule, fingerprint: one.fingerprint }));
  const certainty = all.find((one) => one.certainty)?.certainty;
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
  (a.probe && b.probe ? byTableOrder(a.probe, b.probe) : Number(Boolean(b.probe)) - Number(Boolean(a.probe)));

/** One finding for each probe, and one for each part that is of no probe; what fails first. */
export function mergeParts(parts: readonly PartialFinding[], known: readonly Acknowledgement[]): Finding[] {
  const acknowledged = new Map(known.map((one) => [one.fingerprint, one]));
  const groups = Map.groupBy(parts, ({ probe, fingerprint }) => (probe ? probeKey(probe) : fingerprint));
  return [...groups.values()].flatMap((group) => findingOf(group, acknowledged) ?? []).toSorted(byUrgency);
}
