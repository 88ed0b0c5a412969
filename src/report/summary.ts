import type { Change } from '../change/change.ts';
import { atLeast, LEVELS } from '../change/levels.ts';
import type { CheckDocument, DiffDocument, Layout } from './document.ts';
import { failingChanges, findings, incompleteness, rowsWith } from './verdict.ts';
import { count, groupBy } from './words.ts';

/** How many changes there are of each level, the worst first. */
export function levelCounts(changes: readonly Change[]): Record<string, number> {
  return Object.fromEntries(
    LEVELS.map((level) => [level, changes.filter((change) => change.level === level).length]),
  );
}

/** The changes that are listed one by one: all but `info`, unless the layout asks for all. */
export function listedChanges({ changes }: DiffDocument, { all }: Pick<Layout, 'all'>): Change[] {
  return changes.filter(({ level }) => all || atLeast(level, 'notice'));
}

/** What is only counted: "probe-added × 63, probe-removed × 69". Empty where nothing is. */
export function quietChanges(document: DiffDocument, layout: Pick<Layout, 'all'>): string {
  const listed = new Set(listedChanges(document, layout));
  const quiet = document.changes.filter((change) => !listed.has(change));
  return groupBy(quiet, ({ rule }) => rule)
    .map(([rule, group]) => `${rule} × ${group.length}`)
    .join(', ');
}

/** A comparison in one or two sentences: how many changes of which level, and how many of them are new. */
export function diffSummary(document: DiffDocument): string {
  const { changes, unchanged, undecided, failOn } = document;
  const alike = `${count(unchanged, 'probe')} answered alike.`;
  const open = undecided.length > 0 ? ` ${count(undecided.length, 'probe')} not decided.` : '';
  if (changes.length === 0) return `No change. ${alike}${open}`;
  const tally = Object.entries(levelCounts(changes)).flatMap(([level, number]) =>
    number > 0 ? [`${number} ${level}`] : [],
  );
  const failing = failingChanges(document).length;
  const news = failing > 0 ? `${failing} new` : 'none new';
  return `${count(changes.length, 'change')} (${tally.join(', ')}), ${news} at level ${failOn} or above. ${alike}${open}`;
}

/** Acknowledgements that do nothing, a sentence each kind; those that have run out by name. Empty where there are none. */
export function idleWords({ idle }: DiffDocument, { all }: Pick<Layout, 'all'>): string[] {
  const { unmatched = [], expired = [] } = idle ?? {};
  const names = unmatched.map(({ fingerprint }) => fingerprint).join(', ');
  return [
    ...expired.map(
      ({ fingerprint, change, until }) =>
        `The acknowledgement ${fingerprint} (${change}) ran out on ${until}: the change counts as new again.`,
    ),
    ...(unmatched.length > 0
      ? [`${count(unmatched.length, 'acknowledgement')} match no change here${all ? `: ${names}` : ''}.`]
      : []),
  ];
}

/** A run of the contract in one or two sentences. */
export function contractSummary(document: CheckDocument): string {
  const { rows } = document.run;
  const { broken, knownBroken, failures, disproved } = findings(document);
  const incomplete = incompleteness(document);
  const number = (verdict: 'kept' | 'skipped' | 'inconclusive'): number =>
    rowsWith(rows, 'contract', verdict).length;
  const open = number('inconclusive');
  const verdict = broken.length + failures.length > 0 ? 'BROKEN' : 'kept';
  return [
    `The contract is ${verdict}: ${count(number('kept'), 'row')} as expected, ${broken.length} broken,${knownBroken.length > 0 ? ` ${knownBroken.length} broken and known,` : ''}`,
    `${disproved.length > 0 ? `${disproved.length} otherwise than inferred, ` : ''}${open > 0 ? `${open} not decided, ` : ''}${number('skipped')} skipped.`,
    ...(incomplete === undefined ? [] : [`INCOMPLETE: ${incomplete}.`]),
  ].join(' ');
}

/** What Atlassian is asked for, and how far that is; empty where a run says nothing of it. */
export function wantedSummary(document: CheckDocument): string {
  const open = rowsWith(document.run.rows, 'wanted', 'broken').length;
  const { fixed } = findings(document);
  if (open + fixed.length === 0) return '';
  return `Wanted of Atlassian: 401 for ${count(open, 'probe')} more of invalid credentials; ${fixed.length} newly fixed.`;
}
