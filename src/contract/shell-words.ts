// Parts of the `Authorization` values as words of a POSIX shell. The functions `encoded` and `mistyped` are defined in
// src/report/by-hand/by-hand.sh.

/** Returns a Basic value made of "user:secret". */
export const basicWord = (text: string): string => `"Basic $(encoded "${text}")"`;

/** Returns a Basic value of the account's own email and a secret. */
export const ownWord = (secret: string): string => basicWord(`$JIRA_EMAIL:${secret}`);

/** Returns a Basic value with the email of the scoped tokens, which is the account's unless it has a variable of its own. */
export const scopedWord = (secret: string): string =>
  basicWord(`\${JIRA_SCOPED_EMAIL:-$JIRA_EMAIL}:${secret}`);

/** Returns the token in a variable with one character changed. */
export const mistypedWord = (variable: string): string => `$(mistyped "$${variable}")`;
