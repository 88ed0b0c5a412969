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

/** Returns the texts by how often they occur, the most frequent first. */
function byFrequency(texts: readonly string[]): string[] {
  return groupBy(texts, (text) => text)
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([text]) => text);
}

/** Returns what a client got before, or, if that is not known, what the contract says. */
function earlierWords({ before, row, finding }: Event): string[] {
  if (before) return [clientWords(before)];
  const statuses = row && finding.rule === 'contract-broken' ? row.expected.statuses : [];
  return statuses.length > 0 ? [statuses.join(' or ')] : [];
}

/** Says what clients with one standing now get: "A client with a dead token now gets 200 and an empty result instead of 401." */
function clientSentence(standing: Standing, events: readonly Event[]): string {
  const answered = events.filter(({ after }) => after);
  const [now] = byFrequency(answered.flatMap(({ after }) => (after ? [clientWords(after)] : [])));
  if (now === undefined) return '';
  const main = answered.filter(({ after }) => after && clientWords(after) === now);
  const [old] = byFrequency(main.flatMap(earlierWords));
  // Then something other than the answer changed, such as a header.
  if (old === now) return '';
  const instead = old === undefined ? '' : ` instead of ${old}`;
  const status = main[0]?.after?.status;
  const others = byFrequency(
    answered.flatMap(({ after }) => (after && after.status !== status ? [String(after.status)] : [])),
  );
  const elsewhere = others.length === 0 ? '' : `; on other operations ${others.join(' or ')}`;
  return `${CLIENT[standing]} now gets ${now}${instead}${elsewhere}.`;
}

/** Number of operations up to which they are named. */
const MAX_NAMED = 3;

/** Says what a client now gets, from the answers of the worst rule. */
function eventsSentence(events: readonly Event[]): string {
  const [worst] = byRule(events);
  if (!worst) return '';
  const [rule, group] = worst;
  if (OPERATION_RULES.has(rule)) {
    const names = operationsOf(group).map((id) => findOperation(id)?.short ?? id);
    const statuses = byFrequency(group.flatMap(({ after }) => (after ? [String(after.status)] : [])));
    const where = names.length > MAX_NAMED ? count(names.length, 'operation') : listWords(names);
    return rule === 'operation-restored'
      ? `Clients can use ${where} again. ${ruleAdvice(rule).impact}`
      : `Every client gets ${statuses.join(' or ')} on ${where}, whichever token it has.`;
  }
  const sentences = groupBy(group, standingOf)
    .map(([, [first, ...rest]]) => clientSentence(standingOf(first), [first, ...rest]))
    .filter(Boolean);
  return sentences.length > 0 ? sentences.join(' ') : ruleAdvice(rule).impact;
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
  const [words] = byFrequency(ignored.flatMap(({ answer }) => (answer ? [clientWords(answer)] : [])));
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
