import type { Verdict } from '../../../conformance/verdicts.ts';

/** How reports show and explain a verdict. */
interface VerdictWords {
  /** Its letter in the matrix, readable without colour. */
  readonly letter: string;
  readonly means: string;
  /** What to do about it; empty if nothing. */
  readonly advice: string;
  /** Whether a look at the answer, as in a snippet, would help. */
  readonly needsCheck: boolean;
}

/** The words of each verdict. */
export const VERDICT_WORDS: Readonly<Record<Verdict, VerdictWords>> = {
  acted: {
    letter: 'W',
    means: 'wrote as an anonymous caller',
    advice:
      'Stop at the first answer that is not for the account, before anything is written or deleted. An empty list from such an answer says nothing about the site.',
    needsCheck: true,
  },
  leaked: {
    letter: 'L',
    means: 'printed the credential',
    advice:
      'Leave request headers out of errors and logs. Basic is not encryption: whoever reads it has the token. Revoke tokens that were printed.',
    needsCheck: false,
  },
  silent: {
    letter: 'S',
    means: 'silent success',
    advice:
      'Look at each answer: Jira names the account in the header x-aaccountid. Without it, the caller was anonymous. Or ask GET /rest/api/3/myself first, which answers 401.',
    needsCheck: true,
  },
  hammered: {
    letter: 'H',
    means: 'asked too often',
    advice:
      'Do not repeat a request after 401 or 403: the answer stays the same, and failed logins lead to a CAPTCHA that blocks the account. After 429, wait as long as Retry-After says.',
    needsCheck: false,
  },
  misled: {
    letter: 'M',
    means: 'blames something else',
    advice: 'Look at the credential before the body is read, and say that the token does not work.',
    needsCheck: true,
  },
  named: { letter: 'n', means: 'says that it is the credential', advice: '', needsCheck: false },
  'false-alarm': {
    letter: 'F',
    means: 'false alarm',
    advice:
      'Blame the credential only if the answer is not for the account: with x-aaccountid, a 401, a 404 or an empty list is true. 403, 429 and 5xx may come from anything in between.',
    needsCheck: true,
  },
  passed: { letter: '.', means: 'passed', advice: '', needsCheck: false },
};

/** What to do if a program fails with a token that works. */
export const CONTROL_ADVICE =
  'See what it prints. If it asks nothing but https, add --tls. If it reads its settings under other names than the usual ones, give them in its command, as {url}, {email} and {token}, or in conformance.yml.';

/** What to do if a program did not end in time. */
export const TIME_ADVICE = 'Give it more time with --time-limit, or let it give up earlier.';

/** The letter of a scenario that the program did not meet. */
export const NOT_REACHED = { letter: '-', means: 'not met' } as const;
