import { credentialNamed } from '../contract/credentials.ts';
import { operationOf } from '../contract/operations.ts';
import { headerOf, shapeOfResponse, type Exchange } from '../evidence/exchange.ts';
import { keysOf } from '../evidence/shape.ts';

/** What is known of a site as a whole, which a single answer does not tell. */
export interface Traits {
  /** Its answers to a valid credential carry `x-aaccountid`, so that its absence says something. */
  readonly namesAccounts: boolean;
}

/** A site as it was measured: `x-aaccountid` was on every authenticated answer. */
export const AS_MEASURED: Traits = { namesAccounts: true };

/** The valid credential's own account, read from the body: nothing else is sure to be an answer to the account. */
const isProof = ({ credential, operation, response }: Exchange): boolean =>
  credentialNamed(credential).name === 'valid' &&
  operationOf(operation).returnsAccount === true &&
  response.status < 300 &&
  keysOf(shapeOfResponse(response)).includes('accountId');

/**
 * What a set of exchanges shows of its site. Transcribed exchanges come from many sites, all of them as
 * measured; a recorded set whose valid answer does not name its account comes from a site that names none.
 */
export function traitsOf(exchanges: readonly Exchange[]): Traits {
  const proofs = exchanges.filter((one) => one.meta.origin !== 'transcribed' && isProof(one));
  const named = proofs.some((one) => typeof headerOf(one, 'x-aaccountid') === 'string');
  return { namesAccounts: proofs.length === 0 || named };
}
