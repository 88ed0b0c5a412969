import { credentialNamed } from '../contract/credentials.ts';
import { operationOf } from '../contract/operations.ts';
import { headerOf, shapeOfResponse, type Exchange, type RecordedMeta } from '../evidence/exchange.ts';
import { keysOf } from '../evidence/shape.ts';

/** What is known of a site as a whole, which a single answer does not tell. */
export interface SiteTraits {
  /** Its answers to a valid credential carry `x-aaccountid`, so that its absence says something. */
  readonly namesAccounts: boolean;
  /** The account of the valid token, as `x-aaccountid` names it; undefined where that is not known. */
  readonly account?: string | undefined;
  /** Operations that are gone, with the status that they answer, by place and id. */
  readonly removed?: ReadonlyMap<string, number> | undefined;
  /** Operations that were gone for a part of the time, by place and id. */
  readonly brownedOut?: ReadonlySet<string> | undefined;
}

/** The status of an operation that is gone. */
export const GONE = 410;

/** A site as it was measured: `x-aaccountid` was on every authenticated answer. */
export const AS_MEASURED: SiteTraits = { namesAccounts: true };

/** The valid credential's own account, read from the body: nothing else is sure to be an answer to the account. */
const isProof = ({ credential, operation, response }: Exchange): boolean =>
  credentialNamed(credential).name === 'valid' &&
  operationOf(operation).returnsAccount === true &&
  response.status < 300 &&
  keysOf(shapeOfResponse(response)).includes('accountId');

/** An operation at one of its places, as a key. */
export function placedOperation({
  credential,
  operation,
}: Pick<Exchange, 'credential' | 'operation'>): string {
  return `${credentialNamed(credential).place} ${operation}`;
}

/** Whether an answer may be that of an operation that is gone, to whoever asks. */
function looksRemoved({ operation, response }: Exchange): boolean {
  if (response.status === GONE) return true;
  // Where the path names a thing, 404 speaks of the thing.
  if (response.status !== 404 || operation.includes('{')) return false;
  const shape = shapeOfResponse(response);
  return shape === 'text' || ['errorMessages', 'message'].some((key) => keysOf(shape).includes(key));
}

/**
 * The operations that are gone: a token that works is answered so, and any other is either answered alike or does not get
 * past the login check, which comes first. Seen of the old search: 410 and a sentence
 * (https://github.com/pycontribs/jira/issues/2369).
 */
function removedIn(exchanges: readonly Exchange[]): ReadonlyMap<string, number> {
  const suspects = exchanges.filter(
    (one) => credentialNamed(one.credential).standing === 'valid' && looksRemoved(one),
  );
  const removed = suspects.filter(({ credential, operation, response: { status } }) =>
    exchanges
      .filter((one) => placedOperation(one) === placedOperation({ credential, operation }))
      .every(({ response }) => [status, 401, 403, 429].includes(response.status) || response.status >= 500),
  );
  return new Map(removed.map((one) => [placedOperation(one), one.response.status]));
}

/** An exchange of a run, which knows how often it was asked for. */
type Recorded = Exchange & { readonly meta: RecordedMeta };

const isRecorded = (exchange: Exchange): exchange is Recorded => exchange.meta.origin !== 'transcribed';

/** All statuses that a probe was answered with, as far as they are kept: in turn where they did not agree. */
function statusesOf({ meta, response: { status } }: Recorded): readonly number[] {
  const { flapping, dissent = [], times = 1 } = meta;
  return flapping ?? [...dissent, ...Array.from({ length: times }, () => status)];
}

const isServed = (status: number): boolean => status >= 200 && status < 300;

/** Whether an answer came and went more than once: replicas that differ do that, and no period of time does. */
const alternates = (statuses: readonly number[]): boolean =>
  statuses.filter((status, i) => i > 0 && (status === GONE) !== (statuses[i - 1] === GONE)).length > 1;

/** Number of times that an operation must be answered as gone before that is a brown-out and not a fault. */
const TIMES_GONE = 2;

/** Whether the answers of one operation are those of a brown-out: a token that works met it, and not always, or not alone. */
function showsBrownOut(group: readonly Recorded[]): boolean {
  const probes = group.map((one) => ({ one, statuses: statusesOf(one) }));
  const gone = probes.filter(({ statuses }) => statuses.includes(GONE));
  const met = new Set(gone.map(({ one }) => credentialNamed(one.credential).standing === 'valid'));
  const times = gone.flatMap(({ statuses }) => statuses).filter((status) => status === GONE).length;
  return (
    met.has(true) &&
    times >= TIMES_GONE &&
    !gone.some(({ one, statuses }) => !('dissent' in one.meta) && alternates(statuses)) &&
    (gone.some(({ statuses }) => statuses.some(isServed)) ||
      (met.has(false) && probes.some(({ statuses }) => statuses.some(isServed))))
  );
}

/** The operations that were gone for a part of the time, as Atlassian tries a removal out, by place and id. */
export function brownOutsIn(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const groups = Map.groupBy(exchanges.filter(isRecorded), placedOperation);
  return new Set([...groups].filter(([, group]) => showsBrownOut(group)).map(([key]) => key));
}

/**
 * What a set of exchanges shows of its site. Transcribed exchanges come from many sites, all of them as
 * measured; a recorded set whose valid answer does not name its account comes from a site that names none.
 */
export function siteTraitsOf(exchanges: readonly Exchange[]): SiteTraits {
  const proofs = exchanges.filter((one) => one.meta.origin !== 'transcribed' && isProof(one));
  const [account] = proofs.flatMap((one) => headerOf(one, 'x-aaccountid')?.trim() || []);
  const brownedOut = brownOutsIn(exchanges);
  const removed = removedIn(exchanges.filter((one) => !brownedOut.has(placedOperation(one))));
  return {
    namesAccounts: proofs.length === 0 || account !== undefined,
    ...(account !== undefined && { account }),
    ...(removed.size > 0 && { removed }),
    ...(brownedOut.size > 0 && { brownedOut }),
  };
}
