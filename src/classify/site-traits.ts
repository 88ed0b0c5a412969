import { credentialNamed } from '../contract/credentials.ts';
import { operationOf } from '../contract/operations.ts';
import { headerOf, shapeOfResponse, type Exchange, type RecordedMeta } from '../evidence/exchange.ts';
import { keysOf } from '../evidence/shape.ts';

/** What is known about a site as a whole, which a single answer does not show. */
export interface SiteTraits {
  /** Whether its answers to a valid credential carry `x-aaccountid`, so that its absence means something. */
  readonly namesAccounts: boolean;
  /** The account of the valid token, as `x-aaccountid` names it; undefined if it is not known. */
  readonly account?: string | undefined;
  /** Removed operations and the status with which each answers, by place and id. */
  readonly removed?: ReadonlyMap<string, number> | undefined;
  /** Operations that were gone for part of the time, by place and id. */
  readonly brownedOut?: ReadonlySet<string> | undefined;
}

/** The status of an operation that is gone. */
export const GONE = 410;

/** The site that was measured: every authenticated answer had `x-aaccountid`. */
export const MEASURED_SITE: SiteTraits = { namesAccounts: true };

/**
 * Whether the body is the valid credential's own account: the only certain sign that an answer is for the account.
 */
const isProof = ({ credential, operation, response }: Exchange): boolean =>
  credentialNamed(credential).name === 'valid' &&
  operationOf(operation).returnsAccount === true &&
  response.status < 300 &&
  keysOf(shapeOfResponse(response)).includes('accountId');

/** Returns the key of an operation at one of its places. */
export function operationKey({ credential, operation }: Pick<Exchange, 'credential' | 'operation'>): string {
  return `${credentialNamed(credential).place} ${operation}`;
}

/** Whether an answer may come from an operation that is gone for every caller. */
function looksRemoved({ operation, response }: Exchange): boolean {
  if (response.status === GONE) return true;
  // If the path names an item, 404 is about the item.
  if (response.status !== 404 || operation.includes('{')) return false;
  const shape = shapeOfResponse(response);
  return shape === 'text' || ['errorMessages', 'message'].some((key) => keysOf(shape).includes(key));
}

/**
 * Returns the removed operations: a working token gets such an answer, and every other credential either gets the
 * same or does not pass the login check, which comes first. Observed on the old search: 410 and a sentence
 * (https://github.com/pycontribs/jira/issues/2369).
 */
function removedIn(exchanges: readonly Exchange[]): ReadonlyMap<string, number> {
  const suspects = exchanges.filter(
    (exchange) => credentialNamed(exchange.credential).standing === 'valid' && looksRemoved(exchange),
  );
  const removed = suspects.filter((suspect) =>
    exchanges
      .filter((exchange) => operationKey(exchange) === operationKey(suspect))
      .every(
        ({ response: { status } }) =>
          [suspect.response.status, 401, 403, 429].includes(status) || status >= 500,
      ),
  );
  return new Map(removed.map((exchange) => [operationKey(exchange), exchange.response.status]));
}

/** An exchange of a run, which records how often it was repeated. */
type Recorded = Exchange & { readonly meta: RecordedMeta };

const isRecorded = (exchange: Exchange): exchange is Recorded => exchange.meta.origin !== 'transcribed';

/** Returns all recorded statuses of a probe, in order if they differed. */
function statusesOf({ meta, response: { status } }: Recorded): readonly number[] {
  const { flapping, dissent = [], times = 1 } = meta;
  return flapping ?? [...dissent, ...Array.from({ length: times }, () => status)];
}

const isServed = (status: number): boolean => status >= 200 && status < 300;

/** Whether 410 came and went more than once: differing replicas cause that, a limited period does not. */
const alternates = (statuses: readonly number[]): boolean =>
  statuses.filter((status, i) => i > 0 && (status === GONE) !== (statuses[i - 1] === GONE)).length > 1;

/** Minimum number of 410 answers for a brown-out; a single one may be a fault. */
const MIN_GONE_ANSWERS = 2;

/**
 * Whether the answers of one operation show a brown-out: a working token met it, and either not every time or while
 * others were served.
 */
function showsBrownOut(group: readonly Recorded[]): boolean {
  const probes = group.map((exchange) => ({ exchange, statuses: statusesOf(exchange) }));
  const gone = probes.filter(({ statuses }) => statuses.includes(GONE));
  const met = new Set(gone.map(({ exchange }) => credentialNamed(exchange.credential).standing === 'valid'));
  const times = gone.flatMap(({ statuses }) => statuses).filter((status) => status === GONE).length;
  return (
    met.has(true) &&
    times >= MIN_GONE_ANSWERS &&
    !gone.some(({ exchange, statuses }) => !('dissent' in exchange.meta) && alternates(statuses)) &&
    (gone.some(({ statuses }) => statuses.some(isServed)) ||
      (met.has(false) && probes.some(({ statuses }) => statuses.some(isServed))))
  );
}

/**
 * Returns the operations that were gone for part of the time, as Atlassian does to announce a removal, by place and
 * id.
 */
export function brownOutsIn(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const groups = Map.groupBy(exchanges.filter(isRecorded), operationKey);
  return new Set([...groups].filter(([, group]) => showsBrownOut(group)).map(([key]) => key));
}

/**
 * Returns what a set of exchanges shows about its site. Transcribed exchanges come from many sites, all of them as
 * measured; a recorded set whose valid answer does not name its account comes from a site that names none.
 */
export function siteTraitsOf(exchanges: readonly Exchange[]): SiteTraits {
  const proofs = exchanges.filter((exchange) => exchange.meta.origin !== 'transcribed' && isProof(exchange));
  const [account] = proofs.flatMap((exchange) => headerOf(exchange, 'x-aaccountid')?.trim() || []);
  const brownedOut = brownOutsIn(exchanges);
  const removed = removedIn(exchanges.filter((exchange) => !brownedOut.has(operationKey(exchange))));
  return {
    namesAccounts: proofs.length === 0 || account !== undefined,
    ...(account !== undefined && { account }),
    ...(removed.size > 0 && { removed }),
    ...(brownedOut.size > 0 && { brownedOut }),
  };
}
