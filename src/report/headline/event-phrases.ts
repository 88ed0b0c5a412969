import type { Answer } from '../../classify/answer.ts';
import { isEmptyResult } from '../../evidence/shape.ts';
import type { FindingRule } from '../../findings/finding.ts';
import { count } from '../documents/phrases.ts';
import { credentialsOf, operationsOf, type Event } from './events.ts';
import { countedCredentials, namedCredentials, numberWords, operationWords } from './words.ts';

/** What a phrase is made of. */
interface Subject {
  /** Whose answers changed: "Jira", or "the server" for the stand-in. */
  readonly who: string;
  /** "revoked tokens", "five kinds of dead token". */
  readonly credentials: string;
  /** "v3 project/search", "3 operations"; empty if there is none. */
  readonly operations: string;
  /** Whether several operations are the subject of the sentence. */
  readonly areSeveral: boolean;
  /** " on 3 operations", or empty to save room. */
  readonly where: string;
  /** " with 401": the status that all have now, or empty. */
  readonly status: string;
  /** " with 403 instead of 401", or " with a different status". */
  readonly statuses: string;
  readonly number: number;
}

type Phrase = (subject: Subject) => string;

const removedOrAdded =
  (verb: string): Phrase =>
  ({ number }) =>
    `${count(number, 'probe')} ${number === 1 ? 'was' : 'were'} ${verb}`;

/** What happened, by rule, as a sentence without its period. */
export const PHRASES: Readonly<Record<FindingRule, Phrase>> = {
  'credential-accepted': ({ who, credentials, where }) => `${who} now accepts ${credentials}${where}`,
  'another-account': ({ who, credentials, where }) =>
    `${who} treats ${credentials}${where} as another account`,
  'valid-refused': ({ who, credentials, where }) => `${who} stopped accepting ${credentials}${where}`,
  'guard-loosened': ({ who, credentials, where }) => `${who} stopped refusing ${credentials}${where}`,
  'data-exposed': ({ who, where }) => `${who} now shows data to anonymous callers${where}`,
  'refusal-changed': ({ who, credentials, statuses, where }) =>
    `${who} refuses ${credentials}${where}${statuses}`,
  'refusal-reason-changed': ({ who, credentials, where }) =>
    `${who} gives another reason for refusing ${credentials}${where}`,
  'operation-removed': ({ who, operations }) => `${who} removed ${operations}`,
  'operation-brown-out': ({ operations, areSeveral }) =>
    `${operations} ${areSeveral ? 'were' : 'was'} gone for part of the run`,
  'rolled-out-in-part': ({ who, credentials, where }) =>
    `${who} answers ${credentials}${where} in the old way and in a new one`,
  'answer-unexplained': ({ who, credentials, status, where }) =>
    `${who} answers ${credentials}${where}${status ? `${status}, which` : ' with a status that'} nothing explains`,
  'signal-lost': ({ who, credentials, where }) =>
    `${who} no longer reports the failed login of ${credentials}${where}`,
  'status-changed': ({ who, credentials, statuses, where }) =>
    `${who} answers ${credentials}${where}${statuses}`,
  'operation-restored': ({ operations, areSeveral }) => `${operations} ${areSeveral ? 'are' : 'is'} back`,
  'valid-restored': ({ who, credentials, where }) => `${who} accepts ${credentials} again${where}`,
  'guard-tightened': ({ who, credentials, status, where }) =>
    `${who} now refuses ${credentials}${where}${status}`,
  'credential-rejected': ({ who, credentials, where }) => `${who} no longer accepts ${credentials}${where}`,
  'signal-gained': ({ who, credentials, where }) =>
    `${who} gives a new login reason for ${credentials}${where}`,
  'shape-changed': ({ who, credentials, where }) =>
    `${who} answers ${credentials}${where} with a body of another shape`,
  'probe-added': removedOrAdded('added'),
  'probe-removed': removedOrAdded('removed'),
  'wanted-fixed': ({ who, credentials, status }) =>
    `${who} now refuses ${credentials}${status} (asked for in JRACLOUD-93811)`,
  'pact-fixed': ({ who, credentials, where }) => `${who} now answers ${credentials}${where} as requested`,
  'contract-broken': ({ who, credentials, where }) => `${who} breaks the contract for ${credentials}${where}`,
  'test-failed': ({ number }) =>
    number === 1 ? 'a test of the contract failed' : `${numberWords(number)} tests of the contract failed`,
  'pact-broken': ({ who, credentials, where }) => `${who} breaks the pact for ${credentials}${where}`,
  'inference-disproved': ({ credentials, where }) => `our guess about ${credentials} was wrong${where}`,
  undecided: ({ who, credentials, where }) => `${who} gives no conclusive answer to ${credentials}${where}`,
};

/** Returns the only status of answers; undefined if there are none or several. */
function onlyStatus(answers: readonly (Answer | null)[]): number | undefined {
  const [first, ...others] = new Set(answers.map((answer) => answer?.status));
  return others.length === 0 ? first : undefined;
}

function statusesOf(events: readonly Event[]): Pick<Subject, 'status' | 'statuses'> {
  const after = onlyStatus(events.map((event) => event.after));
  const before = onlyStatus(events.map((event) => event.before));
  return {
    status: after === undefined ? '' : ` with ${after}`,
    statuses:
      after === undefined || before === undefined || before === after
        ? ' with a different status'
        : ` with ${after} instead of ${before}`,
  };
}

/**
 * Returns phrases for the events of a rule, from the most detailed to the shortest.
 *
 * @param who whose answers changed
 */
export function eventPhrases(
  events: readonly [Event, ...Event[]],
  who: string,
): readonly [string, ...string[]] {
  const phrase = PHRASES[events[0].finding.rule];
  const [names, ids] = [credentialsOf(events), operationsOf(events)];
  const operations = operationWords(ids);
  const where = ids.length === 0 ? '' : ` on ${operations}`;
  const common = {
    who,
    operations: operations || 'an operation',
    areSeveral: ids.length > 1,
    number: events.length,
    ...statusesOf(events),
  };
  const [named, counted] = [namedCredentials(names), countedCredentials(names)];
  return [
    phrase({ ...common, credentials: named, where: names.length > 2 ? '' : where }),
    phrase({ ...common, credentials: named, where: '' }),
    phrase({ ...common, credentials: counted, where }),
    phrase({ ...common, credentials: counted, where: '' }),
    phrase({ ...common, credentials: counted, where: '', status: '', statuses: ' with a different status' }),
  ];
}

/** Returns an answer as a client sees it: "200 and an empty result", "401". */
export function clientWords(answer: Answer): string {
  const { status, treatment, shape, mark } = answer;
  if (mark === 'another-account') return `${status} as another account`;
  if (treatment === 'ignored') {
    const isEmpty = isEmptyResult(shape);
    if (isEmpty !== undefined)
      return `${status} and ${isEmpty ? 'an empty result' : 'data, without a login'}`;
    return status === 404 ? '404, as if nothing were there' : `${status}, as a caller without a login`;
  }
  return treatment === 'accepted' ? `${status} as the account` : String(status);
}
