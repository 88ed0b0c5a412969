import { crc32 } from 'node:zlib';

/**
 * What is at the head of a user's API token and of an organisation's Admin API key, as scanners look for it, and of a service
 * account's token.
 */
const PREFIX = { user: 'ATATT3xFfGF0', admin: 'ATCTT3xFfG', service: 'ATSTT3xFfGF0' } as const;

/** The length that was seen in practice; Atlassian documents it as variable. */
const LENGTH = 192;

/**
 * The checksum at the end of an Atlassian token: CRC-32 of all that stands before it, `=` included, as eight
 * upper-case hex digits. Known from a gitleaks rule and its test vector; a hint, never a verdict.
 */
export function checksum(head: string): string {
  return crc32(head).toString(16).toUpperCase().padStart(8, '0');
}

/**
 * A token that looks as a real one does (prefix, 192 characters, checksum) and that anybody can see is fake:
 * its body repeats `not-a-real-token` and the label.
 *
 * @param label lower-case words that tell this token from the others, such as `revoked`
 */
export function syntheticToken(label: string, kind: keyof typeof PREFIX = 'user'): string {
  const phrase = `-example-com-not-a-real-token-${label}`;
  const head = `${PREFIX[kind].padEnd(LENGTH - '='.length - 8, phrase)}=`;
  return head + checksum(head);
}
