import { LEVELS } from '../../change/levels.ts';
import type { Change } from '../../change/change.ts';
import { OF_OPERATIONS } from '../../change/rules.ts';
import { probeKey } from '../../contract/probe.ts';
import { groupBy, shortProbe, turnWords } from '../words.ts';
import type { Night } from './night-document.ts';

/** A change, and the sites on which it was seen, of those that could have seen it. */
export interface SharedChange {
  readonly change: Change;
  readonly on: readonly string[];
  /** Sites that asked the probe and were concluded. */
  readonly of: readonly string[];
  /** `jira`: everywhere, so Jira changed. `site`: on one alone, so that site did. */
  readonly verdict: 'jira' | 'site' | 'some';
}

const isWhole = ({ before, after, acknowledged }: Change): boolean =>
  before !== null && after !== null && acknowledged === undefined;

/** The new changes of several sites, each once: those that are everywhere first. Of one site nothing can be told. */
export function sharedChanges(nights: readonly Night[]): SharedChange[] {
  const compared = nights.flatMap(({ site, document }) => {
    if (!document?.diff) return [];
    const asked = document.run.rows.filter(({ kind, answer }) => kind === 'contract' && answer).map(probeKey);
    return [{ site, asked: new Set(asked), changes: document.diff.changes.filter(isWhole) }];
  });
  const all = compared.flatMap(({ site, changes }) => changes.map((change) => ({ site, change })));
  const groups = Map.groupBy(all, ({ change }) => change.fingerprint);
  const shared = [...groups.values()].flatMap((group): SharedChange[] => {
    const [first] = group;
    if (!first) return [];
    const of = compared.filter(({ asked }) => asked.has(probeKey(first.change))).map(({ site }) => site);
    const on = group.map(({ site }) => site);
    const everywhere = on.length === of.length && of.length > 1;
    return [
      { change: first.change, on, of, verdict: everywhere ? 'jira' : on.length === 1 ? 'site' : 'some' },
    ];
  });
  return shared.toSorted(
    (a, b) => b.on.length - a.on.length || LEVELS.indexOf(a.change.level) - LEVELS.indexOf(b.change.level),
  );
}

/** What happens to an operation is no matter of one site: it arrives at one after the other. */
const isOfOperation = ({ rule }: Change): boolean => OF_OPERATIONS.has(rule);

const WHERE: Record<SharedChange['verdict'], (shared: SharedChange) => string> = {
  jira: ({ of }) => `on all ${of.length} sites that asked: Jira changed`,
  site: ({ on, of, change }) =>
    isOfOperation(change)
      ? `on ${on[0]} alone, of ${of.length}: it comes site by site`
      : `on ${on[0]} alone${of.length > 1 ? `, of ${of.length}: that site changed` : ''}`,
  some: ({ on, of, change }) =>
    `on ${on.length} of ${of.length}${isOfOperation(change) ? ', it comes site by site' : ''}: ${on.join(', ')}`,
};

/** So many probes of a group are named; the others are counted. */
const NAMED = 3;

/** The new changes of several sites, a line for each rule and each place; nothing where there is one site, or no change. */
export function acrossLines(nights: readonly Night[]): string[] {
  if (nights.length < 2) return [];
  const groups = groupBy(sharedChanges(nights), (one) => `${one.change.rule} ${WHERE[one.verdict](one)}`);
  return groups.map(([, group]) => {
    const [first] = group;
    const named = group
      .slice(0, NAMED)
      .map(({ change }) => `${shortProbe(change).join(' ')} (${turnWords(change)})`);
    const rest = group.length > NAMED ? ` and ${group.length - NAMED} more` : '';
    const { level, rule } = first.change;
    return `${level}, ${rule}, ${WHERE[first.verdict](first)}: ${named.join(', ')}${rest}`;
  });
}
