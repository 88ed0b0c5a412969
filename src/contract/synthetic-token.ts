import { crc32 } from 'node:zlib';

/**
 * The prefixes of a user's API token, an organisation's Admin API key (both as scanners search for them) and a
 * service account's token.
 */
const PREFIX = { user: 'ATATT3xFfGF0', admin: 'ATCTT3xFfG', service: 'ATSTT3xFfGF0' } as const;

/** The observed length of a token, in characters; Atlassian documents it as variable. */
const LENGTH = 192;

/**
 * Returns the checksum at the end of an Atlassian token: CRC-32 of everything before it, `=` included, as eight
 * upper-case hex digits. Known from a gitleaks rule and its test vector; a hint, never proof.
 */
export function checksum(head: string): string {
  return crc32(head).toString(16).toUpperCase().padStart(8, '0');
}

/**
 * Returns a token that has the form of a real one (prefix, 192 characters, checksum) and is visibly fake: its body
 * repeats `not-a-real-token` and the label.
 *
 * @param label lower-case words that distinguish this token from others, such as `revoked`
 */
export function syntheticToken(label: string, kind: keyof typeof PREFIX = 'user'): string {
  const phrase = `-example-com-not-a-real-token-${label}`;
  const head = `${PREFIX[kind].padEnd(LENGTH - '='.length - 8, phrase)}=`;
  return head + checksum(head);
}
