import { probeKey } from '../../../contract/probe.ts';
import type { Baseline } from '../../../run/snapshot.ts';
import type { BaselineAnswer } from './check-document.ts';

/** Returns the answers of a baseline by the key of their probe, each with its response if that is stored. */
export function baselineAnswers({
  answers,
  responses,
}: Pick<Baseline, 'answers'> & Partial<Pick<Baseline, 'responses'>>): Record<string, BaselineAnswer> {
  return Object.fromEntries(
    answers.map((answered) => {
      const response = responses?.get(probeKey(answered));
      return [probeKey(answered), { answer: answered.answer, ...(response && { response }) }];
    }),
  );
}
