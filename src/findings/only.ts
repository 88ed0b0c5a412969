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

/** A value of `--only`: the kind of thing it names, and its id. */
export interface OnlyValue {
  readonly kind: 'credential' | 'operation' | 'rule';
  readonly id: string;
}

/** Every value of `--only`, and what it names. An operation can be named by its id or by its short name. */
const VALUES: ReadonlyMap<string, OnlyValue> = new Map<string, OnlyValue>([
  ...[...RULES, ...RUN_RULES, ...Object.values(ONE_SIDED)].map(
    ({ id }) => [id, { kind: 'rule', id }] as const,
  ),
  ...OPERATIONS.flatMap(({ id, short }) =>
    [id, short].map((name) => [name, { kind: 'operation', id }] as const),
  ),
  ...CREDENTIALS.map(({ name }) => [name, { kind: 'credential', id: name }] as const),
]);

/** All values of `--only`. */
export const ONLY_VALUES: readonly string[] = [...VALUES.keys()];

/** Number of similar values that a message suggests. */
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
 * Parses a value of `--only`.
 *
 * @throws Fault `usage` if it names nothing; the message suggests the most similar values
 */
export function parseOnly(value: string): OnlyValue {
  const found = VALUES.get(value.trim());
  if (found) return found;
  throw new Fault(
    'usage',
    `--only takes a credential, an operation or a rule, not ${briefly(value)}; the most similar values are ${nearMatches(
      value,
    )
      .map((near) => `"${near}"`)
      .join(', ')}.`,
  );
}

/** Whether values name a rule, which requires the findings of an earlier run. */
export function namesRule(values: readonly OnlyValue[]): boolean {
  return values.some(({ kind }) => kind === 'rule');
}

/** Whether a finding is about a probe. Under a rule about an operation, one finding stands for all its credentials. */
function isAbout({ rule, probe }: Finding, { credential, operation }: Probe): boolean {
  if (!probe || probe.operation !== operation) return false;
  return probe.credential === credential || OPERATION_RULES.has(rule);
}

/**
 * Returns the filter for values of `--only`. Values of the same kind are alternatives; values of different kinds must all apply.
 *
 * @param findings the findings in which the probes of a rule are looked up; not needed unless a rule is named
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
