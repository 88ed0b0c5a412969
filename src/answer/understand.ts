import { credentialNamed } from '../contract/credentials.ts';
import { operationOf } from '../contract/operations.ts';
import { headerOf, headerValues, shapeOfResponse, type Exchange } from '../evidence/exchange.ts';
import { canonical } from '../evidence/shape.ts';
import type { Answer } from './answer.ts';
import { FLAPPING, MARKS, UNEXPECTED } from './marks.ts';
import type { Traits } from './traits.ts';

const mediaTypeOf = (exchange: Exchange): string | null | undefined => {
  const value = headerOf(exchange, 'content-type');
  return typeof value === 'string' ? (value.split(';')[0] ?? '').trim().toLowerCase() : value;
};

/**
 * What an exchange means: the treatment, and what else of the answer a client can rely on.
 *
 * @param traits what is known of the site that answered
 */
export function understand(exchange: Exchange, { namesAccounts }: Traits): Answer {
  const { status } = exchange.response;
  const kept = shapeOfResponse(exchange.response);
  const shape = kept === undefined ? undefined : canonical(kept);
  const sight = {
    status,
    shape,
    header: (name: string) => headerOf(exchange, name),
    values: (name: string) => headerValues(exchange, name),
    operation: operationOf(exchange.operation),
    place: credentialNamed(exchange.credential).place,
    namesAccounts,
  };
  const loginReason = headerOf(exchange, 'x-seraph-loginreason');
  const mediaType = mediaTypeOf(exchange);
  const flaps = exchange.meta.origin !== 'transcribed' && exchange.meta.flapping !== undefined;
  const mark = flaps ? FLAPPING : (MARKS.find(({ holds }) => holds(sight)) ?? UNEXPECTED);
  return {
    status,
    treatment: mark.treatment,
    mark: mark.id,
    ...(loginReason !== undefined && { loginReason }),
    ...(mediaType !== undefined && { mediaType }),
    ...(shape !== undefined && { shape }),
  };
}
