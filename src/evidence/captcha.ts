/** The headers by which Jira says that a CAPTCHA must be solved first, and the word that each holds then. */
const SIGNS = [
  // Seen from 2015 to 2018: https://github.com/palashkulsh/jira-cmd/issues/38
  { header: 'x-authentication-denied-reason', word: 'CAPTCHA' },
  { header: 'x-seraph-loginreason', word: 'AUTHENTICATION_DENIED' },
] as const;

/**
 * Whether an answer says that a CAPTCHA stands before the account. Its status does not matter: a 429 or a 503 can say so
 * as well as a 403.
 *
 * @param valuesOf all values of a header, by its lower-case name
 */
export function showsCaptcha(valuesOf: (name: string) => readonly string[]): boolean {
  return SIGNS.some(({ header, word }) =>
    valuesOf(header).some((value) => value.toUpperCase().includes(word)),
  );
}
