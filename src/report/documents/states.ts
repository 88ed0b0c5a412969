import { shortFingerprint } from '../../change/fingerprint.ts';
import type { Level } from '../../change/levels.ts';
import type { Finding, State } from '../../findings/finding.ts';
import { describeCertainty } from '../../run/certainty.ts';
import type { Inline, Tone } from '../blocks/blocks.ts';
import { probeLabels } from './phrases.ts';

/** Sign of each state, readable without colour. */
const STATE_SIGN: Readonly<Record<State, string>> = {
  new: 'x',
  fixed: '!',
  known: '✓',
  noted: '~',
  undecided: '?',
};

/** Label of each state. */
export const STATE_LABELS: Readonly<Record<State, string>> = {
  new: 'new',
  fixed: 'fixed',
  known: 'known',
  noted: 'no alarm',
  undecided: 'undecided',
};

/** Returns a badge that begins a list item. */
export function itemBadge(state: State, fails: boolean): Inline {
  return {
    badge: { sign: STATE_SIGN[state], word: `${STATE_LABELS[state]}:`, tone: fails ? 'bad' : 'plain' },
  };
}

const LEVEL_TONE: Readonly<Record<Level, Tone>> = {
  critical: 'bad',
  major: 'serious',
  minor: 'warning',
  notice: 'good',
  info: 'plain',
};

/** Returns how bad a level is. */
export function levelTone(level: Level): Tone {
  return LEVEL_TONE[level];
}

/** Returns the probe of a finding as the matrix labels it; empty for a test without a row. */
export function probeLabel({ probe }: Finding, gap = ' '): string {
  return probe ? probeLabels(probe).join(gap) : '';
}

/** Returns the message of a finding, its certainty and the lower-ranking rules that also match the probe. */
export function fullMessage({ message, also, certainty }: Finding): string {
  const rules = [...new Set(also.map(({ rule }) => rule))];
  return [
    message,
    ...(certainty ? [`Certainty: ${describeCertainty(certainty)}.`] : []),
    ...(rules.length > 0 ? [`Also: ${rules.join(', ')}.`] : []),
  ].join(' ');
}

/** Returns the detail of a finding and its certainty; the probe is named separately. */
export function describeDetail({ detail, certainty }: Finding): string {
  return certainty ? `${detail}, ${describeCertainty(certainty)}` : detail;
}

/** Returns a failing finding on one line, with its level: "critical: revoked v3 label: refused 401 → ignored 200 (…, 82363ebd)". */
export function failureLine(finding: Finding): string {
  return `${finding.state === 'fixed' ? 'fixed' : finding.level}: ${findingLine(finding)}`;
}

/** Returns a finding on one line, with its rule and fingerprint: "revoked v3 label: refused 401 → ignored 200 (…, 82363ebd)". */
export function findingLine(finding: Finding, gap?: string): string {
  const label = probeLabel(finding, gap);
  const name = `(${finding.rule}, ${shortFingerprint(finding)})`;
  return `${label === '' ? '' : `${label}: `}${describeDetail(finding)} ${name}`;
}
