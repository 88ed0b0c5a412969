/** The headers with which Jira demands a CAPTCHA, and the word in each. */
const SIGNS = [
  // Observed from 2015 to 2018: https://github.com/palashkulsh/jira-cmd/issues/38
  { header: 'x-authentication-denied-reason', word: 'CAPTCHA' },
  { header: 'x-seraph-loginreason', word: 'AUTHENTICATION_DENIED' },
] as const;

/**
 * Whether an answer demands a CAPTCHA for the account. The status does not matter: it can be 403, 429 or 503.
 *
 * @param valuesOf returns all values of a header, by its lower-case name
 */
export function demandsCaptcha(valuesOf: (name: string) => readonly string[]): boolean {
  return SIGNS.some(({ header, word }) =>
    valuesOf(header).some((value) => value.toUpperCase().includes(word)),
  );
}
