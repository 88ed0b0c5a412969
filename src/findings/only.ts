import { editDistance } from '../config/unknown-names.ts';
import { OPERATION_RULES, ONE_SIDED, RULES } from '../change/rules.ts';
import { briefly } from '../contract/briefly.ts';
import { CREDENTIALS } from '../contract/credentials.ts';
import { OPERATIONS } from '../contract/operations.ts';
import type { Probe } from '../contract/probe.ts';
import type { ProbeFilter } from '../contract/probe-filter.ts';
import { Fault } from '../fault.ts';
import type { Finding } from './finding.ts';
import { RUN_RULES } from './run-rules.ts';

/** What a value of `--only` names: one of these kinds, and its id. */
export interface OnlyValue {
  readonly kind: 'credential' | 'operation' | 'rule';
  readonly id: string;
}

/** Every value that `--only` takes, and what it means. An operation goes by its id and by its short name. */
const VALUES: ReadonlyMap<string, OnlyValue> = new Map<string, OnlyValue>([
  ...[...RULES, ...RUN_RULES, ...Object.values(ONE_SIDED)].map(
    ({ id }) => [id, { kind: 'rule', id }] as const,
  ),
  ...OPERATIONS.flatMap(({ id, short }) =>
    [id, short].map((name) => [name, { kind: 'operation', id }] as const),
  ),
  ...CREDENTIALS.map(({ name }) => [name, { kind: 'credential', id: name }] as const),
]);

/** The values that `--only` takes. */
export const ONLY_VALUES: readonly string[] = [...VALUES.keys()];

/** Number of near matches that a message names. */
const NEAR = 3;

/** Maximum length of a value that is compared, in characters; no known value is longer. */
const LONGEST = 80;

/** Returns the known values that are most similar to a text: those that contain it first, then by edit distance. */
function nearMatches(text: string): string[] {
  const sought = text.trim().toLowerCase().slice(0, LONGEST);
  const distanceTo = (known: string): number => {
    const value = known.toLowerCase();
    return sought !== '' && value.includes(sought) ? 0 : editDistance(sought, value);
  };
  return ONLY_VALUES.map((value) => ({ value, distance: distanceTo(value) }))
    .toSorted((a, b) => a.distance - b.distance || a.value.length - b.value.length)
    .slice(0, NEAR)
    .map(({ value }) => value);
}

/**
 * Reads a value of `--only`.
 *
 * @throws Fault `usage` if it names nothing; the message has the most similar values
 */
export function parseOnly(value: string): OnlyValue {
  const found = VALUES.get(value.trim());
  if (found) return found;
  throw new Fault(
    'usage',
    `--only takes a credential, an operation or a rule, not ${briefly(value)}; the nearest are ${nearMatches(
      value,
    )
      .map((near) => `"${near}"`)
      .join(', ')}.`,
  );
}

/** Whether a list of values names a rule: then the findings of an earlier run are needed. */
export function namesRule(values: readonly OnlyValue[]): boolean {
  return values.some(({ kind }) => kind === 'rule');
}

/** Whether a finding is about a probe. Under a rule about an operation, one finding stands for all its credentials. */
function isAbout({ rule, probe }: Finding, { credential, operation }: Probe): boolean {
  if (!probe || probe.operation !== operation) return false;
  return probe.credential === credential || OPERATION_RULES.has(rule);
}

/**
 * Makes the filter that values of `--only` mean: values of one kind are alternatives, those of different kinds must all apply.
 *
 * @param findings those of the run in which the probes of a rule are looked up; empty unless a rule is named
 */
export function filterOf(values: readonly OnlyValue[], findings: readonly Finding[] = []): ProbeFilter {
  const idsOf = (kind: OnlyValue['kind']): ReadonlySet<string> =>
    new Set(values.filter((value) => value.kind === kind).map(({ id }) => id));
  const [credentials, operations, rules] = [idsOf('credential'), idsOf('operation'), idsOf('rule')];
  const found = findings.filter(({ rule, also }) =>
    [rule, ...also.map((aspect) => aspect.rule)].some((id) => rules.has(id)),
  );
  return {
    words: [...new Set(values.map(({ id }) => id))],
    includes: (probe) =>
      (credentials.size === 0 || credentials.has(probe.credential)) &&
      (operations.size === 0 || operations.has(probe.operation)) &&
      (rules.size === 0 || found.some((finding) => isAbout(finding, probe))),
  };
}
