import type { Basis } from '../contract/basis.ts';
import {
  ALL_CREDENTIALS,
  credentialNamed,
  type CredentialName,
  type KnownCredential,
} from '../contract/credentials.ts';
import { ERAS, PRESENT } from '../contract/eras.ts';
import type { Expectation } from '../contract/expectation.ts';
import { JIRA_OPERATIONS, type Anonymous } from '../contract/operations.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import type { ContractRow } from '../contract/rows.ts';
import { OPENAPI } from '../contract/sources.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { Period, Timeline } from '../history/timeline.ts';
import { anonymousOf, type AskedOperation } from './asked-operation.ts';

/** What is on record about operations. */
export interface Records {
  /** The rows of the contract, of every era. */
  readonly rows: readonly ContractRow[];
  /** What the public sets show, over time. */
  readonly timelines: readonly Timeline[];
  /** The exchanges of the public sets, by name: the evidence of rows without one of their own. */
  readonly sets: ReadonlyMap<string, readonly Exchange[]>;
  /** The date of the published descriptions, `YYYY-MM-DD`. */
  readonly published: string;
}

/**
 * How well the date of a change is known: to the month, or only that it changed on that date `at the latest` (when the new behaviour was
 * first observed) or `at the earliest` (after the old one was last observed anywhere).
 */
export const PRECISIONS = ['month', 'at the latest', 'at the earliest'] as const;

/** How long something has been so: since a change, at least since an observation, or not known. */
export type Since =
  | {
      readonly kind: 'changed';
      readonly date: string;
      readonly precision: (typeof PRECISIONS)[number];
      readonly before: string;
      /** The evidence for the change. */
      readonly basis: Basis;
    }
  | { readonly kind: 'seen'; readonly date: string }
  | { readonly kind: 'not-known' };

/** What is expected of one kind of credential on an operation. */
export interface Behaviour {
  readonly credential: CredentialName;
  readonly noun: string;
  readonly treatment: Expectation['treatment'];
  /** Empty if it is not on record. */
  readonly statuses: readonly number[];
  /** Whether the answer holds no data. */
  readonly empty: boolean;
  readonly since: Since;
  readonly basis: Basis;
}

/** What an operation does with credentials. */
export interface OperationExplanation {
  readonly kind: 'operation';
  readonly name: string;
  readonly place: AskedOperation['place'];
  readonly anonymous: Anonymous;
  /** The evidence for `anonymous`, the most certain first. */
  readonly known: readonly Basis[];
  readonly behaviours: readonly Behaviour[];
  /** The kinds of credentials about which nothing is known here. */
  readonly notKnown: readonly CredentialName[];
  /** The operations with which a connection can be tested instead; empty if this one can. */
  readonly testWith: readonly string[];
  /** Whether it can test a connection; undefined if that is not known. */
  readonly testsConnection: boolean | undefined;
  /** The form of a success as it is published: `[]`, `page`, `{names}`, `{}` or `-`. */
  readonly form: string | undefined;
  /** The operation that replaces it. */
  readonly deprecated: string | undefined;
  /** The version in its path, if the evidence is about another version. */
  readonly otherVersion: string | undefined;
}

const present = (rows: readonly ContractRow[]): ContractRow[] => rows.filter(({ era }) => era === PRESENT);

/** What is said of an operation on the strength of one in another version of the API. */
const inferredFrom = (basis: Basis, note: string): Basis => ({
  ...basis,
  grade: 'inferred',
  note: `${note} ${basis.note}`,
});

const NO_BASIS: Basis = {
  grade: 'reported',
  date: 'undated',
  source: 'The contract of this project.',
  note: 'The row names no source of its own.',
};

/** Returns the evidence of an exchange in a public set. */
function basisInSet(probe: Probe, set: string, { sets }: Records): Basis {
  const meta = sets
    .get(set)
    ?.find(
      ({ credential, operation }) => credential === probe.credential && operation === probe.operation,
    )?.meta;
  return meta?.origin === 'transcribed'
    ? { grade: meta.grade, date: meta.date, source: meta.source, note: meta.note }
    : NO_BASIS;
}

/** Returns the evidence of a row: its own, or that of the exchange that shows it. */
function basisOf(row: ContractRow, records: Records): Basis {
  return row.expected.basis ?? basisInSet(row, `public-${row.era}`, records);
}

const treatmentIn = ({ answer }: Period): string => answer.split(' ')[0] ?? '';

/** Returns the number of a month, of a date as `YYYY-MM` or longer. */
function monthOf(date: string): number {
  const [year = 0, month = 0] = date.split('-').map(Number);
  return year * 12 + month;
}

/** Returns the change in the treatment of a probe that was observed last. A status can change without the treatment. */
function observedChange(row: ContractRow, timeline: Timeline, records: Records): Since | undefined {
  const { periods } = timeline;
  const at = periods.findLastIndex((period) => treatmentIn(period) !== row.expected.treatment);
  const [before, after] = [periods[at], periods[at + 1]];
  if (!before || !after) return undefined;
  const basis = basisInSet(row, after.seenBy, records);
  const precision = monthOf(after.from) - monthOf(before.to) > 1 ? 'at the latest' : 'month';
  return { kind: 'changed', date: after.from, precision, before: before.answer, basis };
}

/** Returns the change in the treatment of a probe that the eras of the contract show. */
function changeOfEra(row: ContractRow, earlier: readonly ContractRow[], records: Records): Since | undefined {
  const other = earlier.findLast(({ expected }) => expected.treatment !== row.expected.treatment);
  const next = other && ERAS[ERAS.findIndex(({ id }) => id === other.era) + 1];
  if (!next) return undefined;
  const { treatment, statuses } = other.expected;
  const before = [treatment, ...statuses.slice(0, 1)].join(' ');
  // An era begins where the evidence for the one before ends.
  const precision = 'at the earliest';
  return { kind: 'changed', date: next.from, precision, before, basis: basisOf(other, records) };
}

/** Returns since when a probe is treated as it is, by what was observed, or else by the eras of the contract. */
function sinceOf(row: ContractRow, records: Records): Since {
  const isIt = (one: Probe): boolean => probeKey(one) === probeKey(row);
  const timeline = records.timelines.find(isIt);
  const earlier = records.rows.filter((one) => isIt(one) && one.era !== PRESENT);
  return (
    (timeline && observedChange(row, timeline, records)) ??
    changeOfEra(row, earlier, records) ??
    (timeline ? { kind: 'seen', date: timeline.periods[0].from } : { kind: 'not-known' })
  );
}

/** Returns the value that all items share; undefined if there are none or they differ. */
function common<T>(items: readonly T[]): T | undefined {
  const [first] = items;
  return items.every((item) => item === first) ? first : undefined;
}

/** Returns what the contract says about operations that treat anonymous callers in the same way, if it always says the same. */
function mechanismOf(
  { name, place }: KnownCredential,
  anonymous: Anonymous,
  rows: readonly ContractRow[],
): Pick<Behaviour, 'treatment' | 'statuses'> | undefined {
  const alike = new Set<string>(
    JIRA_OPERATIONS.filter((operation) => operation.anonymous === anonymous).map(({ id }) => id),
  );
  const own =
    place === 'admin' ? [] : rows.filter((row) => row.credential === name && alike.has(row.operation));
  const treatment = common(own.map(({ expected }) => expected.treatment));
  if (treatment === undefined) return undefined;
  const status = common(own.map(({ expected }) => expected.statuses.join(' ')));
  // What ran answers in its own way, whatever others answer.
  return { treatment, statuses: treatment === 'refused' && status ? status.split(' ').map(Number) : [] };
}

const BY_MECHANISM =
  'Nobody has published this answer. The contract says the same of every operation on record that treats anonymous callers like this one.';

const whereKnown = <T>(items: readonly (T | undefined)[]): T[] =>
  items.filter((item): item is T & {} => item !== undefined);

/** Returns what Atlassian publishes about an operation. */
function publishedBasis({ published }: AskedOperation, date: string): Basis | undefined {
  if (!published) return undefined;
  const note = published.anonymous
    ? "Its description lists the empty requirement in 'security': it also runs for callers who are not logged in."
    : "Its description lists no empty requirement in 'security': it needs an account.";
  return { grade: 'documented', date, source: OPENAPI, note };
}

function behaviourOf(
  credential: KnownCredential,
  asked: AskedOperation,
  records: Records,
): Behaviour | undefined {
  const { name, noun } = credential;
  const rows = present(records.rows);
  const own = rows.filter((row) => row.credential === name);
  const [row] = [asked.known, ...asked.alike].flatMap(
    (operation) => own.find((one) => one.operation === operation?.id) ?? [],
  );
  if (row) {
    const basis = basisOf(row, records);
    const { treatment, statuses, empty = false } = row.expected;
    const isOther = asked.otherVersion !== undefined || row.operation !== asked.known?.id;
    return {
      credential: name,
      noun,
      treatment,
      statuses,
      empty,
      since: sinceOf(row, records),
      basis: isOther
        ? inferredFrom(basis, `Known of ${row.operation}; the versions of the API have the same operations.`)
        : basis,
    };
  }
  const basis = asked.known ? undefined : publishedBasis(asked, records.published);
  const mechanism = basis && mechanismOf(credential, anonymousOf(asked), rows);
  return (
    mechanism && {
      credential: name,
      noun,
      ...mechanism,
      empty: false,
      since: { kind: 'not-known' },
      basis: inferredFrom(basis, BY_MECHANISM),
    }
  );
}

/** How many operations are named with which a connection can be tested. */
const MAX_NAMED = 3;

/** The operations that refuse a caller who is not logged in and are on record for every kind of credential. */
const TESTING: readonly string[] = JIRA_OPERATIONS.filter(
  ({ anonymous, core }) => anonymous === 'refused' && core,
).map(({ id }) => id);

const isDead = ({ credential }: Pick<Behaviour, 'credential'>): boolean =>
  credentialNamed(credential).standing === 'invalid';

/** Returns operations with which a connection can be tested. */
function testingAt(place: AskedOperation['place'], rows: readonly ContractRow[]): string[] {
  if (place === 'admin') return [];
  const isOnRecord = (id: string): boolean =>
    rows.some(
      (row) =>
        row.operation === id &&
        isDead(row) &&
        credentialNamed(row.credential).place === place &&
        row.expected.treatment === 'refused',
    );
  return TESTING.filter((id) => place === 'site' || isOnRecord(id)).slice(0, MAX_NAMED);
}

/** Whether a connection can be tested with it. What runs for anonymous callers was measured on the sites, not at the gateway. */
function testsConnection(
  { place }: AskedOperation,
  anonymous: Anonymous,
  behaviours: readonly Behaviour[],
): boolean | undefined {
  if (place !== 'gateway' && anonymous !== 'unknown') return anonymous === 'refused';
  const dead = behaviours.filter(isDead);
  return dead.length > 0 ? dead.every(({ treatment }) => treatment === 'refused') : undefined;
}

/** Returns what is known about an operation: what it does with each kind of credential, since when, and how that is known. */
export function explainOperation(asked: AskedOperation, records: Records): OperationExplanation {
  const { name, place, known, otherVersion } = asked;
  const credentials = ALL_CREDENTIALS.filter((credential) => credential.place === place);
  const behaviours = whereKnown(credentials.map((one) => behaviourOf(one, asked, records)));
  const covered = new Set(behaviours.map(({ credential }) => credential));
  const anonymous = anonymousOf(asked);
  const tests = testsConnection(asked, anonymous, behaviours);
  return {
    kind: 'operation',
    name,
    place,
    anonymous,
    known: whereKnown([known?.known, publishedBasis(asked, records.published)]),
    behaviours,
    notKnown: credentials.map((one) => one.name).filter((one) => !covered.has(one)),
    testWith: tests === true ? [] : testingAt(place, present(records.rows)),
    testsConnection: tests,
    form: asked.published?.form,
    deprecated: known?.deprecated,
    otherVersion,
  };
}
