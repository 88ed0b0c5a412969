import type { SecretKind } from '../secrets/redaction.ts';

/** A calendar day, such as the version of an API in a query. */
const DAY = /^\d{4}-\d{2}-\d{2}/;

/** Whether a part of an address looks random, so that it cannot be guessed and does not occur in other texts. */
const isRandom = (part: string): boolean =>
  part.length >= 8 &&
  !DAY.test(part) &&
  (/\d/.test(part) || (/[a-z]/.test(part) && /[A-Z]/.test(part)) || /^[A-Za-z]{20,}$/.test(part));

/** Whether the value of a query is a secret: a value of eight characters or more that is neither a day nor a path. */
const isSecretValue = (value: string): boolean => value.length >= 8 && !DAY.test(value) && !/\//.test(value);

/** Something that must never be written. */
export interface SecretPart {
  readonly value: string;
  readonly kind: SecretKind;
}

/**
 * Returns what must never be written of an address that is itself a secret, such as that of a webhook: the address as it was given
 * and as it is sent, with and without its origin, and each part that was made at random.
 */
export function secretsInAddress(address: string): SecretPart[] {
  const url = URL.parse(address);
  if (!url) return [{ value: address, kind: 'address' }];
  const values = [...url.searchParams].map(([, value]) => value).filter(isSecretValue);
  const parts = [...url.pathname.split('/').filter(isRandom), ...values];
  // A path without such a part, as /nightly, is in other texts too.
  const paths = parts.length > 0 ? [url.pathname + url.search] : [];
  return [
    ...[...new Set([address, url.href, ...paths])].map((value): SecretPart => ({ value, kind: 'address' })),
    ...[...new Set(parts)].map((value): SecretPart => ({ value, kind: 'password' })),
  ];
}
