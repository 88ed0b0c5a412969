import type { Answer } from '../classify/answer.ts';
import { classify } from '../classify/classify.ts';
import { probesOfQuestion, questionSentence, type Question } from '../contract/question.ts';
import type { AnswerSource } from './answers.ts';
import type { Judgement } from './judge.ts';

// This wording must not change: acknowledgements identify such a failure by its text.
const compare = (actual: unknown, expected: unknown): string | undefined =>
  actual === expected
    ? undefined
    : `expected ${quoted(actual)} to be ${quoted(expected)} // Object.is equality`;

const quoted = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));

/** Describes the first mismatch: one operation must distinguish the credentials, the other must not. */
function mismatch(good: Answer, goodList: Answer, bad: Answer, badList: Answer): string | undefined {
  return (
    compare(good.treatment, 'accepted') ??
    compare(bad.treatment, 'refused') ??
    compare(badList.status, goodList.status)
  );
}

/**
 * Judges whether one operation distinguishes a credential from a valid one and another does not. The question is skipped if an
 * answer is missing or inconclusive, or if the other operation distinguishes them as well: that is the requested fix, and has
 * its own row.
 */
export function judgeQuestion(question: Question, { find, traits }: AnswerSource): Judgement {
  const answers = probesOfQuestion(question).map((probe) => {
    const exchange = find(probe);
    return exchange && classify(exchange, traits);
  });
  const [good, goodList, bad, badList] = answers;
  if (!good || !goodList || !bad || !badList) return { verdict: 'skipped', reason: 'not answered here' };
  if (answers.some((answer) => answer?.treatment === 'inconclusive')) {
    return { verdict: 'skipped', reason: 'an answer is inconclusive' };
  }
  if (badList.treatment === 'refused') {
    return { verdict: 'skipped', reason: `${question.notBy} tells them apart, too` };
  }
  const reason = mismatch(good, goodList, bad, badList);
  return reason === undefined ? { verdict: 'kept' } : { verdict: 'broken', reason };
}

/** Returns how a run names a question whose answer was not the expected one. */
export function failureOf(question: Question, { reason }: Judgement): string {
  return `${questionSentence(question)}: ${reason}`;
}
