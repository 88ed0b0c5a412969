import type { Level } from '../../change/levels.ts';
import type { Finding, State } from '../../findings/finding.ts';
import { describeCertainty } from '../../run/certainty.ts';
import type { Inline, Tone } from '../blocks/blocks.ts';
import { probeLabels } from './phrases.ts';

/** How a finding is marked where there is no colour. */
const STATE_SIGN: Readonly<Record<State, string>> = {
  new: 'x',
  fixed: '!',
  known: '✓',
  noted: '~',
  undecided: '?',
};

/** The state of a finding in a word or two. */
export const STATE_LABELS: Readonly<Record<State, string>> = {
  new: 'new',
  fixed: 'fixed',
  known: 'known',
  noted: 'no alarm',
  undecided: 'not decided',
};

/** The state of a finding as a badge of its own; what fails is loud. */
export function stateBadge(state: State, fails: boolean, sign: string = STATE_SIGN[state]): Inline {
  return { badge: { sign, word: STATE_LABELS[state], tone: fails ? 'bad' : 'plain' } };
}

/** The same where it begins an item. */
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

/** A level as a badge that begins a heading. */
export function levelBadge(level: Level): Inline {
  const word = `${level.charAt(0).toUpperCase()}${level.slice(1)}:`;
  return { badge: { sign: `${level.toUpperCase()} `, word, tone: LEVEL_TONE[level] } };
}

/** The digits of a fingerprint that are shown, and that will do to acknowledge a finding. */
export function shownFingerprint({ fingerprint }: Pick<Finding, 'fingerprint'>): string {
  return fingerprint.slice(0, 8);
}

/** What a finding is about: the probe in the words of the matrix; empty for a test that is no row. */
export function probeLabel({ probe }: Finding, gap = ' '): string {
  return probe ? probeLabels(probe).join(gap) : '';
}

/** What happened, how sure that is, and the lesser rules that the probe comes under. */
export function fullMessage({ message, also, certainty }: Finding): string {
  const rules = [...new Set(also.map(({ rule }) => rule))];
  return [
    message,
    ...(certainty ? [`How sure: ${describeCertainty(certainty)}.`] : []),
    ...(rules.length > 0 ? [`Also: ${rules.join(', ')}.`] : []),
  ].join(' ');
}

/** What happened beside the name of the probe, and how sure that is. */
export function describeDetail({ detail, certainty }: Finding): string {
  return certainty ? `${detail}, ${describeCertainty(certainty)}` : detail;
}

/** A finding on one line, ended by its rule and fingerprint: "revoked v3 label: refused 401 → ignored 200 (…, 82363ebd)". */
export function findingLine(finding: Finding, gap?: string): string {
  const about = probeLabel(finding, gap);
  const name = `(${finding.rule}, ${shownFingerprint(finding)})`;
  return `${about === '' ? '' : `${about}: `}${describeDetail(finding)} ${name}`;
}
