import { credentialNamed } from '../contract/credentials.ts';
import { operationOf } from '../contract/operations.ts';
import { headerOf, shapeOfResponse, type Exchange } from '../evidence/exchange.ts';
import { keysOf } from '../evidence/shape.ts';

/** What is known of a site as a whole, which a single answer does not tell. */
export interface Traits {
  /** Its answers to a valid credential carry `x-aaccountid`, so that its absence says something. */
  readonly namesAccounts: boolean;
  /** The account of the valid token, as `x-aaccountid` names it; undefined where that is not known. */
  readonly account?: string | undefined;
  /** Operations that are gone, with the status that they answer, by place and id. */
  readonly removed?: ReadonlyMap<string, number> | undefined;
}

/** A site as it was measured: `x-aaccountid` was on every authenticated answer. */
export const AS_MEASURED: Traits = { namesAccounts: true };

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
  if (response.status === 410) return true;
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

/**
 * What a set of exchanges shows of its site. Transcribed exchanges come from many sites, all of them as
 * measured; a recorded set whose valid answer does not name its account comes from a site that names none.
 */
export function traitsOf(exchanges: readonly Exchange[]): Traits {
  const proofs = exchanges.filter((one) => one.meta.origin !== 'transcribed' && isProof(one));
  const [account] = proofs.flatMap((one) => headerOf(one, 'x-aaccountid')?.trim() || []);
  const removed = removedIn(exchanges);
  return {
    namesAccounts: proofs.length === 0 || account !== undefined,
    ...(account !== undefined && { account }),
    ...(removed.size > 0 && { removed }),
  };
}
