import { OPERATION_RULES, ONE_SIDED, RULES } from '../../../change/rules.ts';
import { LEVELS } from '../../../change/levels.ts';
import { probeKey } from '../../../contract/probe.ts';
import type { Finding, Findings } from '../../../findings/finding.ts';
import { listed } from '../../../findings/findings.ts';
import { checkFindings } from '../settled-document.ts';
import { probeLabel } from '../states.ts';
import { groupBy } from '../phrases.ts';
import type { Night } from './night-document.ts';

/** A finding, and the sites on which it was seen, of those that could have seen it. */
export interface SharedFinding {
  readonly finding: Finding;
  readonly on: readonly string[];
  /** Sites that were concluded, asked the probe and, for a change, have a baseline. */
  readonly of: readonly string[];
  /** `jira`: everywhere, so Jira changed. `site`: on one alone, so that site did. */
  readonly verdict: 'jira' | 'site' | 'some';
}

/** What was found on one site. */
interface Found {
  readonly site: string;
  readonly asked: ReadonlySet<string>;
  readonly hasBaseline: boolean;
  readonly findings: readonly Finding[];
}

const CHANGES: ReadonlySet<string> = new Set([...RULES, ...Object.values(ONE_SIDED)].map(({ id }) => id));

const ROWS: ReadonlySet<string> = new Set(['contract-broken', 'wanted-fixed']);

/**
 * What names the same event on several sites: the row of the contract, where it breaks one, because the sites may have
 * different baselines; else its own fingerprint.
 */
const eventOf = ({ rule, fingerprint, also }: Finding): string =>
  [{ rule, fingerprint }, ...also].find((one) => ROWS.has(one.rule))?.fingerprint ?? fingerprint;

/** What is compared: all that was found and is not known yet. */
const comparable = (findings: Findings): Finding[] =>
  listed(findings).filter(({ state }) => state === 'new' || state === 'fixed' || state === 'noted');

function foundOn({ site, document }: Night): Found[] {
  if (!document) return [];
  const answered = document.run.rows.filter(({ kind, answer }) => kind === 'contract' && answer);
  return [
    {
      site,
      asked: new Set(answered.map(probeKey)),
      hasBaseline: document.diff !== null,
      findings: comparable(checkFindings(document)),
    },
  ];
}

/** Whether a site could have found something. */
const couldSee =
  (finding: Finding) =>
  ({ asked, hasBaseline }: Found): boolean =>
    (finding.probe === undefined || asked.has(probeKey(finding.probe))) &&
    (hasBaseline || !CHANGES.has(finding.rule) || eventOf(finding) !== finding.fingerprint);

/** All that was found on several sites, each event once: what is everywhere first. Of one site nothing can be told. */
export function sharedFindings(nights: readonly Night[]): SharedFinding[] {
  const found = nights.flatMap(foundOn);
  const all = found.flatMap(({ site, findings }) => findings.map((finding) => ({ site, finding })));
  const groups = Map.groupBy(all, ({ finding }) => eventOf(finding));
  const shared = [...groups.values()].flatMap((group): SharedFinding[] => {
    const [first] = group;
    if (!first) return [];
    const { finding } = first;
    const on = [...new Set(group.map(({ site }) => site))];
    const of = found.filter((one) => on.includes(one.site) || couldSee(finding)(one)).map(({ site }) => site);
    const everywhere = on.length === of.length && of.length > 1;
    return [{ finding, on, of, verdict: everywhere ? 'jira' : on.length === 1 ? 'site' : 'some' }];
  });
  return shared.toSorted(
    (a, b) => b.on.length - a.on.length || LEVELS.indexOf(a.finding.level) - LEVELS.indexOf(b.finding.level),
  );
}

/** What happens to an operation is no matter of one site: it arrives at one after the other. */
const isOfOperation = ({ finding }: SharedFinding): boolean => OPERATION_RULES.has(finding.rule);

const WHERE: Record<SharedFinding['verdict'], (shared: SharedFinding) => string> = {
  jira: ({ of }) => `on all ${of.length} sites that asked: Jira changed`,
  site: (shared) => {
    const { on, of } = shared;
    return isOfOperation(shared)
      ? `on ${on[0]} alone, of ${of.length}: it comes site by site`
      : `on ${on[0]} alone${of.length > 1 ? `, of ${of.length}: that site changed` : ''}`;
  },
  some: (shared) =>
    `on ${shared.on.length} of ${shared.of.length}${isOfOperation(shared) ? ', it comes site by site' : ''}: ${shared.on.join(', ')}`,
};

/** Number of probes of a group that are named; the others are counted. */
const NAMED = 3;

const named = ({ finding }: SharedFinding): string => {
  const about = probeLabel(finding);
  return about === '' ? finding.detail : `${about} (${finding.detail})`;
};

/** The sites of which nothing can be said, in one line; nothing where there is none. */
function silentLines(nights: readonly Night[]): string[] {
  const silent = nights.filter(({ exitCode }) => exitCode >= 2).map(({ site }) => site);
  return silent.length > 0 ? [`Not concluded, so nothing can be said of ${silent.join(', ')}.`] : [];
}

/** What several sites have in common, a line for each rule and each place; nothing where there is one site, or nothing new. */
export function sharedFindingLines(nights: readonly Night[]): string[] {
  if (nights.length < 2) return [];
  const groups = groupBy(sharedFindings(nights), (one) => `${one.finding.rule} ${WHERE[one.verdict](one)}`);
  const lines = groups.map(([, group]) => {
    const [first] = group;
    const rest = group.length > NAMED ? ` and ${group.length - NAMED} more` : '';
    const { level, rule } = first.finding;
    return `${level}, ${rule}, ${WHERE[first.verdict](first)}: ${group.slice(0, NAMED).map(named).join(', ')}${rest}`;
  });
  return [...lines, ...silentLines(nights)];
}
