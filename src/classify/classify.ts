import { credentialNamed } from '../contract/credentials.ts';
import { operationOf } from '../contract/operations.ts';
import { headerOf, headerValues, shapeOfResponse, type Exchange } from '../evidence/exchange.ts';
import { sortKeys } from '../evidence/shape.ts';
import { countedAsSteady, type Answer } from './answer.ts';
import { BROWN_OUT, FLAPPING, REMOVED, ROLLING_OUT, signalOf } from './signals.ts';
import { GONE, operationKey, type SiteTraits } from './site-traits.ts';

const mediaTypeOf = (exchange: Exchange): string | null | undefined => {
  const value = headerOf(exchange, 'content-type');
  return typeof value === 'string' ? (value.split(';')[0] ?? '').trim().toLowerCase() : value;
};

/**
 * Returns what an exchange means: the treatment, and everything else about the answer that a client can rely on.
 *
 * @param traits what is known about the site that answered
 */
export function classify(
  exchange: Exchange,
  { namesAccounts, account, removed, brownedOut }: SiteTraits,
): Answer {
  const { place, standing } = credentialNamed(exchange.credential);
  const { status } = exchange.response;
  const bodyShape = shapeOfResponse(exchange.response);
  const shape = bodyShape === undefined ? undefined : sortKeys(bodyShape);
  const view = {
    status,
    shape,
    header: (name: string) => headerOf(exchange, name),
    values: (name: string) => headerValues(exchange, name),
    operation: operationOf(exchange.operation),
    place,
    standing,
    namesAccounts,
    account,
  };
  const loginReason = headerOf(exchange, 'x-seraph-loginreason');
  const failureCategory = headerOf(exchange, 'x-failure-category');
  const mediaType = mediaTypeOf(exchange);
  const recorded = exchange.meta.origin === 'transcribed' ? undefined : exchange.meta;
  const isRemoved = removed?.get(operationKey(exchange)) === status;
  const isBrownedOut = status === GONE && brownedOut?.has(operationKey(exchange)) === true;
  const unsteady = recorded?.rollOut ? ROLLING_OUT : FLAPPING;
  const signal = isBrownedOut
    ? BROWN_OUT
    : recorded?.flapping
      ? unsteady
      : isRemoved
        ? REMOVED
        : signalOf(view);
  const answer: Answer = {
    status,
    treatment: signal.treatment,
    mark: signal.id,
    ...(loginReason !== undefined && { loginReason }),
    // Only the gateway sends it, so its absence from other answers means nothing.
    ...(failureCategory && { failureCategory }),
    ...(mediaType !== undefined && { mediaType }),
    ...(shape !== undefined && { shape }),
  };
  return recorded?.steady ? countedAsSteady(answer) : answer;
}
