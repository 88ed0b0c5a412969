import type { Observation } from './observation.ts';

/** A reason why a program that was given a token that works proves nothing, and when it applies. */
const REASONS: readonly (readonly [(valid: Observation) => boolean, string])[] = [
  [
    ({ ending }) => ending === 'time limit',
    'it does not end in time with a token that works, so its other failures prove nothing. Give it more with --time-limit.',
  ],
  [
    ({ succeeded }) => !succeeded,
    'it fails with a token that works, so its other failures prove nothing. See what it prints in "valid".',
  ],
  [
    ({ requests }) => requests.length === 0,
    'with a token that works, it does not ask the site anything. See how it reads its settings.',
  ],
  [
    // Such a program would never meet a dead token, and seem to do everything right.
    ({ requests }) =>
      requests.every(({ answeredFor }) => answeredFor === 'anonymous' || answeredFor === 'refused'),
    'with a token that works, none of its requests is answered for the account. See how it reads its settings.',
  ],
];

/**
 * Returns why the verdicts on a use prove nothing; empty if they do.
 *
 * @param valid what was observed in the control `valid`; undefined if it was not run
 */
export function inconclusiveBecause(name: string, valid: Observation | undefined): string[] {
  const reason = valid && REASONS.find(([applies]) => applies(valid))?.[1];
  return reason === undefined ? [] : [`${name}: ${reason}`];
}
