import { OPERATION_RULES, ONE_SIDED, RULES } from '../../../change/rules.ts';
import { LEVELS } from '../../../change/levels.ts';
import { probeKey } from '../../../contract/probe.ts';
import type { Finding, Findings } from '../../../findings/finding.ts';
import { findingsForMachines } from '../../../findings/findings.ts';
import { checkFindings } from '../settled-document.ts';
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
export function isOfOperation({ finding }: SharedFinding): boolean {
  return OPERATION_RULES.has(finding.rule);
}
