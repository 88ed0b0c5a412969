import { credentialNamed } from '../contract/credentials.ts';
import { operationOf } from '../contract/operations.ts';
import { headerOf, type Exchange } from '../evidence/exchange.ts';

/** What is known of a site as a whole, which a single answer does not tell. */
export interface Traits {
  /** Its answers to a valid credential carry `x-aaccountid`, so that its absence says something. */
  readonly namesAccounts: boolean;
}

/** A site as it was measured: `x-aaccountid` was on every authenticated answer. */
export const AS_MEASURED: Traits = { namesAccounts: true };

/** The valid credential on an operation that answers with its account: nothing else is sure to be the account's. */
const isProof = ({ credential, operation, response }: Exchange): boolean =>
  credentialNamed(credential).name === 'valid' &&
  operationOf(operation).returnsAccount === true &&
  response.status >= 200 &&
  response.status < 300;

/**
 * What a set of exchanges shows of its site. Transcribed exchanges come from many sites, all of them as
 * measured; a recorded set whose valid answer does not name its account comes from a site that names none.
 */
export function traitsOf(exchanges: readonly Exchange[]): Traits {
  const proofs = exchanges.filter((one) => one.meta.origin !== 'transcribed' && isProof(one));
  const named = proofs.some((one) => typeof headerOf(one, 'x-aaccountid') === 'string');
  return { namesAccounts: proofs.length === 0 || named };
}
