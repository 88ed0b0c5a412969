import { OPERATION_RULES, ONE_SIDED, RULES } from '../../../change/rules.ts';
import { LEVELS } from '../../../change/levels.ts';
import { probeKey } from '../../../contract/probe.ts';
import type { Finding, Findings } from '../../../findings/finding.ts';
import { findingsForMachines } from '../../../findings/findings.ts';
import { checkFindings } from '../settled-document.ts';
import { probeLabel } from '../states.ts';
import { groupBy } from '../phrases.ts';
import type { Night } from './night-document.ts';

/** A finding, the sites that have it, and the sites that could have it. */
export interface SharedFinding {
  readonly finding: Finding;
  readonly on: readonly string[];
  /** Conclusive sites that sent the probe and, for a change, have a baseline. */
  readonly of: readonly string[];
  /** `jira`: on all sites, so Jira changed. `site`: on one only, so that site changed. */
  readonly verdict: 'jira' | 'site' | 'some';
}

/** The findings of one site. */
interface Found {
  readonly site: string;
  readonly asked: ReadonlySet<string>;
  readonly hasBaseline: boolean;
  readonly findings: readonly Finding[];
}

const CHANGES: ReadonlySet<string> = new Set([...RULES, ...Object.values(ONE_SIDED)].map(({ id }) => id));

const ROWS: ReadonlySet<string> = new Set(['contract-broken', 'wanted-fixed']);

/**
 * Identifies the same event on several sites: by the fingerprint of the contract row if it breaks or fixes one, because
 * sites may have different baselines; otherwise by its own fingerprint.
 */
const eventOf = ({ rule, fingerprint, also }: Finding): string =>
  [{ rule, fingerprint }, ...also].find((match) => ROWS.has(match.rule))?.fingerprint ?? fingerprint;

/** Returns the findings to compare: those not acknowledged yet. */
const comparable = (findings: Findings): Finding[] =>
  findingsForMachines(findings).filter(
    ({ state }) => state === 'new' || state === 'fixed' || state === 'noted',
  );

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

/** Whether a site could have a finding. */
const couldSee =
  (finding: Finding) =>
  ({ asked, hasBaseline }: Found): boolean =>
    (finding.probe === undefined || asked.has(probeKey(finding.probe))) &&
    (hasBaseline || !CHANGES.has(finding.rule) || eventOf(finding) !== finding.fingerprint);

/** Returns the findings of all sites, each event once, the most widespread first. */
export function sharedFindings(nights: readonly Night[]): SharedFinding[] {
  const found = nights.flatMap(foundOn);
  const all = found.flatMap(({ site, findings }) => findings.map((finding) => ({ site, finding })));
  const groups = Map.groupBy(all, ({ finding }) => eventOf(finding));
  const shared = [...groups.values()].flatMap((group): SharedFinding[] => {
    const [first] = group;
    if (!first) return [];
    const { finding } = first;
    const on = [...new Set(group.map(({ site }) => site))];
    const canSee = couldSee(finding);
    const of = found.filter((other) => on.includes(other.site) || canSee(other)).map(({ site }) => site);
    const everywhere = on.length === of.length && of.length > 1;
    return [{ finding, on, of, verdict: everywhere ? 'jira' : on.length === 1 ? 'site' : 'some' }];
  });
  return shared.toSorted(
    (a, b) => b.on.length - a.on.length || LEVELS.indexOf(a.finding.level) - LEVELS.indexOf(b.finding.level),
  );
}

/** Changes to an operation are not specific to a site: they are rolled out site by site. */
const isOfOperation = ({ finding }: SharedFinding): boolean => OPERATION_RULES.has(finding.rule);

const WHERE: Record<SharedFinding['verdict'], (shared: SharedFinding) => string> = {
  jira: ({ of }) => `on all ${of.length} sites: Jira changed`,
  site: (shared) => {
    const { on, of } = shared;
    return isOfOperation(shared)
      ? `only on ${on[0]}, of ${of.length} sites: rolled out site by site`
      : `only on ${on[0]}${of.length > 1 ? `, of ${of.length} sites: that site changed` : ''}`;
  },
  some: (shared) =>
    `on ${shared.on.length} of ${shared.of.length} sites${isOfOperation(shared) ? ', rolled out site by site' : ''}: ${shared.on.join(', ')}`,
};

/** Maximum number of probes listed per line; the others are counted. */
const MAX_LISTED = 3;

const describe = ({ finding }: SharedFinding): string => {
  const label = probeLabel(finding);
  return label === '' ? finding.detail : `${label} (${finding.detail})`;
};

/** Returns a line that names the inconclusive sites; empty if there are none. */
function inconclusiveLines(nights: readonly Night[]): string[] {
  const sites = nights.filter(({ exitCode }) => exitCode >= 2).map(({ site }) => site);
  return sites.length > 0 ? [`Not concluded, so not compared: ${sites.join(', ')}.`] : [];
}

/** Returns a line for each rule and set of sites with a finding; empty for a single site, or if nothing is new. */
export function sharedFindingLines(nights: readonly Night[]): string[] {
  if (nights.length < 2) return [];
  const groups = groupBy(
    sharedFindings(nights),
    (shared) => `${shared.finding.rule} ${WHERE[shared.verdict](shared)}`,
  );
  const lines = groups.map(([, group]) => {
    const [first] = group;
    const rest = group.length > MAX_LISTED ? ` and ${group.length - MAX_LISTED} more` : '';
    const { level, rule } = first.finding;
    return `${level}, ${rule}, ${WHERE[first.verdict](first)}: ${group.slice(0, MAX_LISTED).map(describe).join(', ')}${rest}`;
  });
  return [...lines, ...inconclusiveLines(nights)];
}
