import type { CredentialState, Judgement, ResponseExplanation } from '../../../explain/explain-response.ts';
import type { HarExplanation, HarLine } from '../../../explain/explain-har.ts';
import type { Sureness } from '../../../explain/signal-evidence.ts';
import type { Tone } from '../../blocks/blocks.ts';
import { count } from '../phrases.ts';

/** What each state means, in a word and in a sentence. */
export const STATE_WORDS: Readonly<
  Record<CredentialState, { readonly word: string; readonly sentence: string; readonly tone: Tone }>
> = {
  works: { word: 'works', sentence: 'The credential works.', tone: 'good' },
  'lacks-scope': {
    word: 'lacks a scope',
    sentence: 'The credential works, but it lacks the scope for this operation.',
    tone: 'warning',
  },
  dead: { word: 'dead', sentence: 'The credential is dead: Jira did not act for its account.', tone: 'bad' },
  'cannot-tell': {
    word: 'cannot tell',
    sentence: 'The answer does not show in what state the credential is.',
    tone: 'warning',
  },
  none: {
    word: 'none sent',
    sentence: 'No Authorization was sent, so the answer shows nothing about a credential.',
    tone: 'plain',
  },
};

const SURE: Readonly<Record<Sureness, string>> = {
  certain: 'certain',
  likely: 'likely, not certain',
  none: 'it shows nothing',
};

/** Returns in what state a credential was, in a sentence. */
export function stateSentence({ state, sent }: Pick<Judgement, 'state' | 'sent'>): string {
  return state === 'works' && sent === 'none'
    ? 'An account was accepted although no Authorization was sent: by a session, for example.'
    : STATE_WORDS[state].sentence;
}

/** Returns how sure it is. */
export function surePhrase({ sure, open }: Pick<ResponseExplanation, 'sure' | 'open'>): string {
  return [SURE[sure], ...open].join('; ');
}

/** Returns a line as a position in the file: "request 3, GET /rest/api/3/project". */
const placeOf = ({ number, operation }: HarLine): string => `request ${number}, ${operation}`;

/** Returns what a HAR file shows, in a few sentences. */
export function harSentences({
  lines,
  firstDead,
  after,
  withoutAuthorization,
  assumed,
}: HarExplanation): string[] {
  if (lines.length === 0) return ['No request to the REST API of a Jira site is in the file.'];
  const verdict = firstDead
    ? `The first answer to a dead credential is that of ${placeOf(firstDead)}. ${count(after.requests, 'request')} came after it, ${after.dead} with a dead credential.`
    : lines.some(({ state }) => state === 'works' || state === 'lacks-scope')
      ? 'No answer shows a dead credential.'
      : 'No answer shows in what state the credential was.';
  const bare =
    withoutAuthorization === 0
      ? []
      : [
          assumed === undefined
            ? `${count(withoutAuthorization, 'request')} without an Authorization on record: browsers leave it out. With --sent basic, one is taken to have been sent.`
            : `${count(withoutAuthorization, 'request')} without an Authorization on record: --sent ${assumed} is taken to be so.`,
        ];
  return [verdict, ...bare];
}

/** Returns what was left out of a HAR file: "2 requests to other hosts". */
export function ignoredPhrases({ ignored }: HarExplanation): string[] {
  const { otherHosts, otherPaths, unanswered, malformed } = ignored;
  return [
    [otherHosts, 'to other hosts'],
    [otherPaths, 'to a Jira site outside its REST API'],
    [unanswered, 'without an answer'],
    [malformed, 'not in the format of HAR'],
  ].flatMap(([number, what]) =>
    typeof number === 'number' && number > 0 ? [`${count(number, 'request')} ${what}`] : [],
  );
}
