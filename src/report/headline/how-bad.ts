import { findCredential, type Standing } from '../../contract/credentials.ts';
import { findOperation } from '../../contract/operations.ts';
import { OPERATION_RULES } from '../../change/rules.ts';
import { ruleAdvice } from '../documents/rule-advice.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { count, groupBy } from '../documents/phrases.ts';
import { rowsWith } from '../documents/rows.ts';
import type { Line } from '../blocks/line.ts';
import { clientWords } from './event-phrases.ts';
import { byRule, operationsOf, type Event } from './events.ts';
import type { EventState } from './states.ts';
import { listWords } from './words.ts';

const CLIENT: Readonly<Record<Standing, string>> = {
  invalid: 'A client with a dead token',
  none: 'A client without a token',
  valid: 'A client with a good token',
};

const standingOf = ({ finding }: Event): Standing =>
  (finding.probe && findCredential(finding.probe.credential)?.standing) ?? 'invalid';

/** Number of different answers that are listed. */
const MAX_ANSWERS = 2;

/** Returns the most frequent texts, and whether there are others. */
function mostFrequent(texts: readonly string[]): { readonly shown: string[]; readonly hasMore: boolean } {
  const groups = groupBy(texts, (text) => text).toSorted(([, a], [, b]) => b.length - a.length);
  return {
    shown: groups.slice(0, MAX_ANSWERS).map(([text]) => text),
    hasMore: groups.length > MAX_ANSWERS,
  };
}

/** Says what clients with one standing now get: "A client with a dead token now gets 200 and an empty result instead of 401." */
function clientSentence(standing: Standing, events: readonly Event[]): string {
  const now = mostFrequent(events.flatMap(({ after }) => (after ? [clientWords(after)] : [])));
  const before = mostFrequent(events.flatMap(({ before: old }) => (old ? [clientWords(old)] : [])));
  if (now.shown.length === 0) return '';
  const old = before.shown.filter((words) => !now.shown.includes(words));
  const instead = old.length > 0 ? ` instead of ${old.join(' or ')}` : '';
  return `${CLIENT[standing]} now gets ${now.shown.join(' or ')}${now.hasMore ? ' or the like' : ''}${instead}.`;
}

/** Says what a client now gets, from the answers of the worst rule. */
function eventsSentence(events: readonly Event[]): string {
  const [worst] = byRule(events);
  if (!worst) return '';
  const [rule, group] = worst;
  if (OPERATION_RULES.has(rule)) {
    const names = operationsOf(group).map((id) => findOperation(id)?.short ?? id);
    const statuses = mostFrequent(group.flatMap(({ after }) => (after ? [String(after.status)] : [])));
    return `Every client gets ${statuses.shown.join(' or ')} on ${names.length > 3 ? count(names.length, 'operation') : listWords(names)}, whichever token it has.`;
  }
  const sentences = groupBy(group, standingOf).map(([, [first, ...rest]]) =>
    clientSentence(standingOf(first), [first, ...rest]),
  );
  return [...sentences.filter(Boolean), ruleAdvice(rule).impact].join(' ');
}

/** Says what a client with a dead token gets although nothing is new. */
function usualSentence({ run }: CheckDocument): string {
  const open = rowsWith(run.rows, 'wanted', 'broken').length;
  const ignored = run.rows.filter(
    ({ kind, answer, credential }) =>
      kind === 'contract' &&
      answer?.treatment === 'ignored' &&
      findCredential(credential)?.standing === 'invalid',
  );
  const [words] = mostFrequent(ignored.flatMap(({ answer }) => (answer ? [clientWords(answer)] : []))).shown;
  const usual = words === undefined ? '' : ` A client with a dead token still gets ${words}.`;
  return `No worse than before.${usual}${open > 0 ? ` Open at Atlassian (JRACLOUD-93811): ${count(open, 'probe')}.` : ''}`;
}

const UNKNOWN = 'Not known. A change would go unnoticed until a run is conclusive.';

/** Answers how bad it is, for each state. */
export function howBad(document: CheckDocument, state: EventState, told: readonly Event[]): Line {
  if (state === 'undecided' || state === 'settings') return [UNKNOWN];
  if (state === 'quiet') return [usualSentence(document)];
  const sentence = eventsSentence(told);
  const words = sentence === '' ? 'Not known: the findings name no answer.' : sentence;
  return [state === 'fixed' ? `Good news. ${words}` : words];
}

/** Answers how bad it is if a site could not be asked. */
export const UNASKED_HOW_BAD: Line = [UNKNOWN];
