import { LEVELS, type Level } from '../../change/levels.ts';
import { credentialNamed } from '../../contract/credentials.ts';
import { compareProbes, probeKey, type Probe } from '../../contract/probe.ts';
import type { Finding } from '../../findings/finding.ts';
import type { RowResult } from '../../run/row-result.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { groupBy } from '../documents/phrases.ts';
import { checkFindings } from '../documents/settled-document.ts';
import type { ReportedProbe } from './reported-probe.ts';
import { ticketRule, TICKET_RULES, type TicketRuleId } from './ticket-rules.ts';

/** What is reported under one rule, as one ticket. */
export interface Ticket {
  readonly rule: TicketRuleId;
  readonly level: Level;
  readonly probes: readonly [ReportedProbe, ...ReportedProbe[]];
}

const isAnsweredContract = ({ kind, answer }: RowResult): boolean =>
  kind === 'contract' && answer !== undefined;

/**
 * Whether the new answer is a refusal as requested: 401 for an invalid credential, whatever rule it falls under. That is an
 * improvement, not a bug.
 */
function isAsRequested({ row, change }: ReportedProbe): boolean {
  if (credentialNamed(row.credential).standing !== 'invalid') return false;
  const { answer, expected } = row;
  if (answer?.treatment !== 'refused' || answer.status !== 401) return false;
  return change?.before ? change.before.status !== 401 : expected.treatment !== 'refused';
}

/** Makes the reported probes of a run. */
function reporter({ run, diff }: CheckDocument): (probe: Probe) => ReportedProbe | undefined {
  const rows = new Map(run.rows.filter(isAnsweredContract).map((row) => [probeKey(row), row]));
  const wanted = new Map(
    run.rows.filter(({ kind }) => kind === 'wanted').map((row) => [probeKey(row), row.expected]),
  );
  const changes = new Map(
    diff?.changes
      .filter((change) => change.before && change.after)
      .map((change) => [probeKey(change), change]),
  );
  const accepted = run.rows.filter(
    ({ kind, answer, credential }) =>
      kind === 'contract' &&
      answer?.treatment === 'accepted' &&
      credentialNamed(credential).standing === 'valid',
  );
  return (probe) => {
    const row = rows.get(probeKey(probe));
    const elsewhere = accepted.find(
      ({ credential, operation }) => credential === probe.credential && operation !== probe.operation,
    );
    return (
      row && {
        row,
        change: changes.get(probeKey(probe)),
        wanted: wanted.get(probeKey(probe)),
        acceptedOn: elsewhere?.operation,
      }
    );
  };
}

const ticket = (
  rule: TicketRuleId,
  level: Level,
  probes: readonly (ReportedProbe | undefined)[],
): Ticket[] => {
  const [first, ...rest] = probes
    .filter((probe) => probe !== undefined)
    .toSorted((a, b) => compareProbes(a.row, b.row));
  return first ? [{ rule, level, probes: [first, ...rest] }] : [];
};

const isReported = ({ state, rule, probe }: Finding): boolean =>
  probe !== undefined && state !== 'undecided' && ticketRule(rule) !== undefined;

/** The probes that Atlassian is asked to fix: invalid credentials that are not refused yet. */
const openRows = ({ run }: CheckDocument): RowResult[] =>
  run.rows.filter(
    ({ kind, verdict, credential }) =>
      kind === 'wanted' && verdict === 'broken' && credentialNamed(credential).standing === 'invalid',
  );

/**
 * Returns a ticket for each rule of the findings that are bugs, the most severe first. If there is none, one ticket for what
 * Atlassian has been asked to fix.
 */
export function ticketsOf(document: CheckDocument): Ticket[] {
  const report = reporter(document);
  const findings = checkFindings(document).list.filter(isReported);
  const tickets = groupBy(findings, ({ rule }) => rule).flatMap(([, group]) => {
    const probes = group.flatMap(({ probe }) => (probe ? (report(probe) ?? []) : []));
    return ticket(
      group[0].rule,
      group[0].level,
      probes.filter((probe) => !isAsRequested(probe)),
    );
  });
  if (tickets.length > 0)
    return tickets.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  return ticket('still-open', 'major', openRows(document).map(report));
}

/** Returns the probes whose answer improved, for which there is no ticket. */
export function improvedProbes(document: CheckDocument): Probe[] {
  const report = reporter(document);
  return checkFindings(document).list.flatMap(({ rule, probe, state }) => {
    if (!probe || state === 'undecided') return [];
    const kind = TICKET_RULES[rule];
    const reported = report(probe);
    const isImprovement =
      ('none' in kind && kind.none === 'improvement') || (reported !== undefined && isAsRequested(reported));
    return isImprovement ? [probe] : [];
  });
}
