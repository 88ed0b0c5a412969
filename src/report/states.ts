import type { Finding, State } from '../findings/finding.ts';
import { shortProbe } from './words.ts';

/** How a finding is marked where there is no colour. */
export const STATE_SIGN: Readonly<Record<State, string>> = {
  new: 'x',
  fixed: '!',
  known: '✓',
  noted: '~',
  undecided: '?',
};

/** The state of a finding in a word or two. */
export const STATE_WORDS: Readonly<Record<State, string>> = {
  new: 'new',
  fixed: 'fixed',
  known: 'known',
  noted: 'no alarm',
  undecided: 'not decided',
};

/** The digits of a fingerprint that are shown, and that will do to acknowledge a finding. */
export function shownFingerprint({ fingerprint }: Pick<Finding, 'fingerprint'>): string {
  return fingerprint.slice(0, 8);
}

/** What a finding is about: the probe in the words of the matrix; empty for a test that is no row. */
export function aboutWords({ probe }: Finding, gap = ' '): string {
  return probe ? shortProbe(probe).join(gap) : '';
}

/** What happened, and the lesser rules that the probe comes under. */
export function wholeMessage({ message, also }: Finding): string {
  const rules = [...new Set(also.map(({ rule }) => rule))];
  return rules.length > 0 ? `${message} Also: ${rules.join(', ')}.` : message;
}

/** A finding on one line, ended by its rule and fingerprint: "revoked v3 label: refused 401 → ignored 200 (…, 82363ebd)". */
export function findingLine(finding: Finding, gap?: string): string {
  const about = aboutWords(finding, gap);
  const name = `(${finding.rule}, ${shownFingerprint(finding)})`;
  return `${about === '' ? '' : `${about}: `}${finding.detail} ${name}`;
}
