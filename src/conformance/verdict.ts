import type { SeenRequest } from '../stand-in/stand-in.ts';
import { askedTooOften } from './hammering.ts';
import { noticeIn, noticeWords, type Match, type Notices } from './notices.ts';
import { requestLines, type Observation } from './observation.ts';
import { NOTHING_HANDED, type Scenario } from './scenario.ts';
import type { Verdict } from './verdicts.ts';

/** What is judged: what was observed in a scenario, held against what was observed in the controls. */
export interface Evidence {
  readonly scenario: Scenario;
  readonly seen: Observation;
  /** The controls of the same use; undefined if they were not run. */
  readonly valid: Observation | undefined;
  readonly emptySite: Observation | undefined;
  readonly notices: Notices;
}

/** A verdict with its reason. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly why: string;
  readonly matched?: Match;
  /** Whether the program met what the scenario is about. */
  readonly isReached: boolean;
  /** Whether it reported a failure that names the credential, or that an empty site does not explain. */
  readonly noticed: boolean;
}

/** What the rules of the verdicts look at. */
interface Facts extends Evidence {
  readonly failed: boolean;
  readonly matched: Match | undefined;
  /** Whether it says what is really the case. */
  readonly saysTruth: boolean;
  readonly isReached: boolean;
  /** Whether output and requests are those of the control `empty-site`. */
  readonly isLikeEmptySite: boolean;
  readonly isLikeValid: boolean;
}

/** Whether a program sends this request with a credential where that works: some drop one that looks wrong to them. */
function isUsuallyMeant({ method, path }: SeenRequest, valid: Observation | undefined): boolean {
  const same = valid?.requests.filter((one) => one.method === method && one.path === path) ?? [];
  return same.length > 0 && same.every(({ caller }) => caller !== null);
}

/** Whether a request is answered for nobody even with a working token: that it is not, says nothing about the token. */
function isNeverAnswered({ method, path }: SeenRequest, valid: Observation | undefined): boolean {
  const same = valid?.requests.filter((one) => one.method === method && one.path === path) ?? [];
  return same.length > 0 && same.every(({ answeredFor }) => answeredFor !== 'account');
}

/** Returns the requests that were not answered for the account, although they were meant for it. */
const droppedRequests = ({ scenario, seen, valid }: Evidence): readonly SeenRequest[] =>
  seen.requests.filter(
    (request) =>
      (request.answeredFor === 'anonymous' || request.answeredFor === 'refused') &&
      !isNeverAnswered(request, valid) &&
      (request.caller !== null || NOTHING_HANDED.has(scenario.credential) || isUsuallyMeant(request, valid)),
  );

const isSameRequest = (a: SeenRequest, b: SeenRequest): boolean =>
  a.method === b.method && a.path === b.path && a.query === b.query;

/** Returns the requests that were never answered for the account: those that were, on another try, are no loss. */
function lostRequests(evidence: Evidence): readonly SeenRequest[] {
  const { requests } = evidence.seen;
  return droppedRequests(evidence).filter(
    (lost) =>
      !requests
        .slice(requests.indexOf(lost) + 1)
        .some((later) => later.answeredFor === 'account' && isSameRequest(later, lost)),
  );
}

/**
 * Whether the program met what the scenario is about. It did not if it asked, and every answer was for the account: it has no
 * second page, writes nothing, or trims its token.
 */
function isReached(evidence: Evidence): boolean {
  const { scenario, seen } = evidence;
  if (scenario.expects !== 'notice') return true;
  return seen.requests.length === 0 || droppedRequests(evidence).length > 0;
}

function isSame(a: Observation, b: Observation | undefined): boolean {
  return b !== undefined && a.text === b.text && requestLines(a).join('\n') === requestLines(b).join('\n');
}

/** Whether it failed with a working token on an empty site too, in the same way, which says nothing about the token. */
const failsOnEmptySite = (seen: Observation, emptySite: Observation | undefined): boolean =>
  emptySite?.succeeded === false && emptySite.exitCode === seen.exitCode;

/** Whether a program says of the credential what it does not say of an empty site: a dump of its settings has the same words. */
function saysMore({ seen, emptySite, notices }: Evidence, matched: Match | undefined): boolean {
  if (matched === undefined || notices.pattern === undefined) return matched !== undefined;
  const usual = noticeWords(emptySite?.text ?? '', notices);
  return !noticeWords(seen.text, notices).isSubsetOf(usual);
}

/** Returns the first write after the answers were no longer for the account. */
function writeAfterwards(evidence: Evidence): SeenRequest | undefined {
  const { requests } = evidence.seen;
  const [first] = droppedRequests(evidence);
  return first && requests.slice(requests.indexOf(first) + 1).find(({ isWrite }) => isWrite);
}

/** Whether a program failed because what it asked for does not exist, which is true of an empty site. */
const lacksSomething = ({ seen }: Evidence): boolean => seen.requests.some(({ status }) => status === 404);

const endOf = ({ ending, exitCode, signal, drive }: Observation): string => {
  if (ending === 'time limit') return 'It did not end within its time.';
  if (ending === 'endless requests') return 'It did not stop asking.';
  if (signal !== undefined) return `It was ended by ${signal}.`;
  return drive === 'command' ? `It ended with exit code ${exitCode}.` : 'It answered with an error.';
};

/** Why a program that succeeded was wrong to. */
function silentBecause(facts: Facts): string | undefined {
  const { seen, isLikeEmptySite, isLikeValid, matched } = facts;
  const lost = lostRequests(facts).length;
  if (lost === 0 && seen.requests.length > 0) return undefined;
  if (isLikeEmptySite && !isLikeValid)
    return 'It reported success, and its output and requests are those of a working token on an empty site.';
  if (matched)
    return 'It prints a word about the credential, but reports success, which is all that a script sees.';
  if (seen.requests.length === 0) return 'It reported success without asking the site anything.';
  return `It reported success, although ${lost} of ${seen.requests.length} requests were not answered for the account.`;
}

/** Why a program that succeeded took a failure for an answer; undefined if it did not. */
function blindBecause({ seen, isLikeEmptySite, isLikeValid }: Facts): string | undefined {
  if (isLikeEmptySite && !isLikeValid)
    return 'It took the failure for an empty site: success, with the same output and requests.';
  const isAnswered = seen.requests.some(({ answeredFor }) => answeredFor === 'account');
  return isAnswered || seen.requests.length === 0
    ? undefined
    : 'It reported success, although every request failed.';
}

/** A verdict, and when it applies: the reason, or undefined if it does not. */
type Rule = readonly [Verdict, (facts: Facts) => string | undefined];

/** The verdicts, worst first. The first that applies is given. */
const RULES: readonly Rule[] = [
  [
    'acted',
    (facts) => {
      const write = writeAfterwards(facts);
      return (
        write &&
        `It went on to ${write.method} ${write.path} after its answers were no longer for the account.`
      );
    },
  ],
  [
    'leaked',
    ({ seen }) =>
      seen.leaks.length > 0 ? `The credential was found in: ${seen.leaks.join(', ')}.` : undefined,
  ],
  [
    'silent',
    (facts) => {
      const { scenario, failed } = facts;
      if (failed || !facts.isReached) return undefined;
      if (scenario.expects === 'notice') return silentBecause(facts);
      return scenario.expects === 'no-blame' ? blindBecause(facts) : undefined;
    },
  ],
  ['hammered', ({ scenario, seen }) => askedTooOften(seen.requests, scenario.retryAfterMs)],
  [
    'misled',
    ({ scenario, seen, failed, matched, isReached: reached }) => {
      if (!failed || scenario.expects === 'success') return undefined;
      if (scenario.expects === 'no-blame')
        return seen.ending === 'time limit' ? 'It did not end within its time.' : undefined;
      return reached && !matched ? `${endOf(seen)} It does not say that it is the credential.` : undefined;
    },
  ],
  [
    'named',
    ({ scenario, failed, matched, isReached: reached }) =>
      scenario.expects === 'notice' && failed && reached && matched
        ? 'It failed, and says that it is the credential.'
        : undefined,
  ],
  [
    'false-alarm',
    (facts) => {
      const { scenario, seen, failed, matched } = facts;
      if (scenario.expects === 'notice') return facts.isReached || !failed ? undefined : endOf(seen);
      if (scenario.expects === 'no-blame')
        return failed && matched && !facts.saysTruth ? 'It blames the credential, which works.' : undefined;
      if (!failed) return undefined;
      if (matched) return 'It blames the credential, which works.';
      return scenario.id !== 'valid' && lacksSomething(facts)
        ? undefined
        : `${endOf(seen)} The token works, so it should succeed.`;
    },
  ],
  [
    'passed',
    ({ scenario, isReached: reached, failed }) => {
      if (!reached) return 'Every request was answered for the account: it did not meet this scenario.';
      if (scenario.expects === 'success' && failed)
        return 'It failed because what it asks for does not exist here (404), and does not blame the credential.';
      if (scenario.expects === 'notice') return 'It asked again until it was answered for the account.';
      return failed ? 'It failed, and does not blame the credential.' : 'It succeeded.';
    },
  ],
];

/** Whether a program says what is really the case, in a line that it does not print with a working token too. */
const saysTruth = ({ scenario: { truth }, seen }: Evidence, usual: ReadonlySet<string>): boolean =>
  truth !== undefined && seen.text.split('\n').some((line) => !usual.has(line) && truth.test(line));

/** Returns the verdict on one run of a program. */
export function judge(evidence: Evidence): Judgement {
  const { scenario, seen, valid, emptySite, notices } = evidence;
  const usual = new Set(valid?.succeeded ? valid.text.split('\n') : undefined);
  const matched = noticeIn(seen, notices, usual);
  const isTrue = saysTruth(evidence, usual);
  // What a server answers is all that its user sees, whatever it calls it.
  const saysByText =
    seen.drive !== 'command' && scenario.expects !== 'success' && (matched !== undefined || isTrue);
  const facts: Facts = {
    ...evidence,
    failed: !seen.succeeded || seen.exitCode === notices.exitCode || saysByText,
    matched,
    saysTruth: isTrue,
    isReached: isReached(evidence),
    isLikeEmptySite: isSame(seen, emptySite),
    isLikeValid: isSame(seen, valid),
  };
  for (const [verdict, reason] of RULES) {
    const why = reason(facts);
    if (why !== undefined) {
      const noticed = facts.failed && (!failsOnEmptySite(seen, emptySite) || saysMore(evidence, matched));
      return { verdict, why, ...(matched && { matched }), isReached: facts.isReached, noticed };
    }
  }
  // Stryker disable next-line all: the last rule always gives a reason
  throw new TypeError('No verdict applies.');
}
