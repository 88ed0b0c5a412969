import type { Answer } from '../classify/answer.ts';
import type { Standing } from '../contract/credentials.ts';
import { isEmptyResult } from '../evidence/shape.ts';
import type { Level } from './levels.ts';

/** What a rule looks at: one probe, answered conclusively on both sides. */
export interface Pair {
  readonly standing: Standing;
  readonly before: Answer;
  readonly after: Answer;
  /** Both bodies are known whole. A transcribed one has only the keys that its source mentions. */
  readonly wholeBodies: boolean;
}

/** What the plain words of a rule are made of. */
export interface Facts {
  /** The credential as the subject of a sentence, with a capital: "A revoked token". */
  readonly noun: string;
  readonly operation: string;
  readonly before: Answer;
  readonly after: Answer;
}

interface Rule {
  readonly id: string;
  readonly level: Level;
  /** What happened, of all changes under the rule. */
  readonly sentence: string;
  /** What happened to one probe, in plain words. */
  readonly plain: (facts: Facts) => string;
  /** What that means for an integration. */
  readonly means: string;
  /** What to do about it. */
  readonly advice: string;
  readonly applies: (comparison: Pair) => boolean;
}

const became = (from: Answer['treatment'], to: Answer['treatment']) => (comparison: Pair) =>
  comparison.before.treatment === from && comparison.after.treatment === to;

const sameTreatment = ({ before, after }: Pair): boolean => before.treatment === after.treatment;

const succeeded = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** A refusal that turned into a success, unless it is known to be empty; or an empty result that no longer is. */
const dataAppeared = ({ before, after }: Pair): boolean =>
  succeeded(after) &&
  ([401, 403, 404].includes(before.status)
    ? isEmptyResult(after.shape) !== true
    : isEmptyResult(before.shape) === true && isEmptyResult(after.shape) === false);

const tellsOfFailure = ({ loginReason }: Answer): boolean =>
  loginReason?.includes('AUTHENTICATED_FAILED') ?? false;

/** A login reason is compared only where both sides looked for it. */
const reasonDiffers = ({ before, after }: Pair): boolean =>
  before.loginReason !== undefined &&
  after.loginReason !== undefined &&
  before.loginReason !== after.loginReason;

/** The valid token acts, and as its own account. */
const isOwn = ({ treatment, mark }: Answer): boolean =>
  treatment === 'accepted' && mark !== 'another-account';

const isUnexplained = ({ mark }: Answer): boolean => mark === 'unexplained';

const isRemoved = ({ mark }: Answer): boolean => mark === 'operation-removed';

const isBrownOut = ({ mark }: Answer): boolean => mark === 'brown-out';

const isGone = (answer: Answer): boolean => isRemoved(answer) || isBrownOut(answer);

const differs = (a: unknown, b: unknown): boolean =>
  a !== undefined && b !== undefined && JSON.stringify(a) !== JSON.stringify(b);

const DEED: Readonly<Record<Answer['treatment'], string>> = {
  accepted: 'accepted',
  ignored: 'ignored',
  refused: 'refused',
  inconclusive: 'answered',
};

/** Atlassian's own advice (JRACLOUD-93811), and the two headers by which an answer can be told. */
const CHECK_TOKEN =
  'Check the token itself with GET /rest/api/3/myself. On other answers look for the header x-aaccountid, which only an account gets, and take x-seraph-loginreason: AUTHENTICATED_FAILED for a failed login.';

/** The rules for a probe that was answered on both sides. The first that applies is the change; none: no change. */
export const RULES = [
  {
    id: 'credential-accepted',
    level: 'critical',
    sentence: 'A credential that must not work is accepted.',
    plain: ({ noun, operation, before, after }) =>
      `${noun} used to be ${DEED[before.treatment]} on ${operation} with ${before.status}. Jira now accepts it and answers ${after.status} as the account.`,
    means: 'Somebody whose token was withdrawn, or never worked, may act as the account.',
    advice:
      'Take this to Atlassian at once, as a security report. Withdraw what the credential may do until it is answered.',
    applies: ({ standing, before, after }) =>
      standing !== 'valid' && before.treatment !== 'accepted' && after.treatment === 'accepted',
  },
  {
    id: 'another-account',
    level: 'critical',
    sentence: 'A valid token is answered as another account.',
    plain: ({ noun, operation, after }) =>
      `${noun} on ${operation} is answered with ${after.status}, but x-aaccountid names another account than that of the token.`,
    means: 'The token may read, and change, what belongs to somebody else.',
    advice:
      'Take this to Atlassian at once, as a security report. Look first whether a proxy or a cache stands before Jira that mixes answers up.',
    applies: ({ before, after }) => after.mark === 'another-account' && before.mark !== 'another-account',
  },
  {
    id: 'valid-refused',
    level: 'critical',
    sentence: 'A valid credential is no longer accepted.',
    plain: ({ noun, operation, before, after }) =>
      `${noun} used to be accepted on ${operation} with ${before.status}. Jira now answers ${after.status}, and not as the account.`,
    means: 'An integration whose token is good is treated as if it were not.',
    advice:
      'Check that the token was not revoked and has not expired (npm run doctor). If it is good, the integration needs another way in.',
    applies: ({ standing, before, after }) =>
      standing === 'valid' &&
      before.treatment === 'accepted' &&
      ['ignored', 'refused'].includes(after.treatment),
  },
  {
    id: 'guard-loosened',
    level: 'critical',
    sentence: 'What was refused now runs as if nobody were logged in.',
    plain: ({ noun, operation, before, after }) =>
      `${noun} used to be refused on ${operation} with ${before.status}. Jira now ignores it and answers ${after.status} as if nobody were logged in.`,
    means:
      'An integration that relied on the refusal no longer notices that its token is dead: it sees an empty or a public site, and may act on that.',
    advice: CHECK_TOKEN,
    applies: became('refused', 'ignored'),
  },
  {
    id: 'data-exposed',
    level: 'major',
    sentence: 'A caller who is not logged in now gets data where there was none.',
    plain: ({ noun, operation, before, after }) =>
      `${noun} used to get ${before.status} and no data on ${operation}, as if nobody were logged in. It now gets ${after.status} with data.`,
    means: 'What the operation answers is open to callers who are not logged in.',
    advice:
      'Look at what the site shows to the public: permission schemes, global permissions, shared filters and dashboards.',
    applies: (comparison) => became('ignored', 'ignored')(comparison) && dataAppeared(comparison),
  },
  {
    id: 'refusal-changed',
    level: 'major',
    sentence: 'It is still refused, with another status.',
    plain: ({ noun, operation, before, after }) =>
      `${noun} used to be refused on ${operation} with ${before.status}. It is now refused with ${after.status}.`,
    means:
      'An integration that reacts to one status takes the other one for something else: a 403 for a missing permission, a 404 for a missing thing.',
    advice:
      'Treat 401 and 403 alike where a token may be the cause, and decide by asking /rest/api/3/myself.',
    applies: (comparison) =>
      became('refused', 'refused')(comparison) && comparison.before.status !== comparison.after.status,
  },
  {
    id: 'refusal-reason-changed',
    level: 'major',
    sentence: 'It is still refused, and another reason is given.',
    plain: ({ noun, operation, before, after }) =>
      `${noun} on ${operation} used to be refused with ${before.failureCategory} in x-failure-category. It is now refused with ${after.failureCategory}.`,
    means:
      'A missing scope and a dead token look different to a client that reads the reason: it may ask for the wrong remedy.',
    advice: 'Look first whether the own token has expired or was revoked (npm run doctor).',
    applies: ({ before, after }) =>
      before.treatment === after.treatment &&
      differs(before.failureCategory ?? undefined, after.failureCategory ?? undefined),
  },
  {
    id: 'operation-removed',
    level: 'major',
    sentence: 'An operation was removed.',
    plain: ({ operation, after }) =>
      `${operation} is gone: it answers ${after.status} to the valid token as to any other. What its probes are answered says nothing of their tokens.`,
    means: 'An integration that uses the operation fails, whatever its token.',
    advice:
      "Move to the operation that Atlassian's deprecation notice names, and acknowledge this change. Before a removal there may be a trial for some hours, and it comes site by site: look at the history and at other sites.",
    applies: ({ before, after }) => isRemoved(after) && !isRemoved(before),
  },
  {
    id: 'operation-brown-out',
    level: 'major',
    sentence: 'A brown-out: an operation was gone for a part of the time.',
    plain: ({ operation, after }) =>
      `${operation} answered ${after.status} to every credential for a part of the run, and worked in the other: a brown-out, as there is before a removal.`,
    means: 'An integration that uses the operation fails in some hours now, and always after the removal.',
    advice: "Move to the operation that Atlassian's deprecation notice names, before the removal.",
    applies: ({ before, after }) => isBrownOut(after) && !isGone(before),
  },
  {
    id: 'rolled-out-in-part',
    level: 'major',
    sentence: 'A change is rolled out in part: some requests are answered in the old way, some in a new one.',
    plain: ({ noun, operation, before, after }) =>
      `${noun} on ${operation} used to be ${DEED[before.treatment]} with ${before.status}. Some requests still are; others are answered with ${after.status}, as on other operations.`,
    means: 'The same request of an integration succeeds now and fails in a moment.',
    advice: 'Reckon with the new answer on every request soon; it may be taken back as well.',
    applies: ({ before, after }) => after.mark === 'rolling-out' && before.mark !== 'rolling-out',
  },
  {
    id: 'answer-unexplained',
    level: 'major',
    sentence: 'It is answered with a status that has no known meaning, every time.',
    plain: ({ noun, operation, before, after }) =>
      `${noun} on ${operation} used to be ${DEED[before.treatment]} with ${before.status}. It is now answered with ${after.status} every time, which neither accepts nor refuses the token.`,
    means: 'An integration that handles the old answer does not know this one.',
    advice:
      'Look at the answer itself: a policy, a proxy or a firewall may have given it. The controls were answered as usual.',
    applies: ({ before, after }) =>
      isUnexplained(after) && (!isUnexplained(before) || before.status !== after.status),
  },
  {
    id: 'signal-lost',
    level: 'major',
    sentence: 'The login reason that told a client of the failed login is gone.',
    plain: ({ noun, operation, before, after }) =>
      before.status === after.status
        ? `${noun} on ${operation} still gets ${after.status}, but the header x-seraph-loginreason no longer says that the login failed.`
        : `${noun} on ${operation} gets ${after.status} where it got ${before.status}, and the header x-seraph-loginreason no longer says that the login failed.`,
    means: 'An integration that read the header takes the answer for a good one.',
    advice: CHECK_TOKEN,
    applies: (comparison) =>
      sameTreatment(comparison) &&
      reasonDiffers(comparison) &&
      tellsOfFailure(comparison.before) &&
      !tellsOfFailure(comparison.after),
  },
  {
    id: 'status-changed',
    level: 'minor',
    sentence: 'The credential is treated as before, with another status.',
    plain: ({ noun, operation, before, after }) =>
      `${noun} on ${operation} is treated as before, and gets ${after.status} where it got ${before.status}.`,
    means: 'An integration that compares statuses may take another path.',
    advice: 'Look whether the new status is handled as the old one was.',
    applies: (comparison) =>
      (sameTreatment(comparison) || isUnexplained(comparison.before)) &&
      comparison.before.status !== comparison.after.status &&
      !(comparison.standing === 'valid' && isOwn(comparison.after) && !isOwn(comparison.before)),
  },
  {
    id: 'operation-restored',
    level: 'notice',
    sentence: 'An operation that was gone is there again.',
    plain: ({ operation, before, after }) =>
      `${operation} answered ${before.status} to every credential, and answers ${after.status} to this one now.`,
    means: 'The removal was taken back, or was a trial for some hours before it.',
    advice: 'Reckon with its final removal.',
    applies: ({ before, after }) => isGone(before) && !isGone(after),
  },
  {
    id: 'valid-restored',
    level: 'notice',
    sentence: 'A valid credential is accepted again.',
    plain: ({ noun, operation, before, after }) =>
      `${noun} is accepted on ${operation} again, with ${after.status}; it used to get ${before.status}.`,
    means: 'Nothing: it is as it should be.',
    advice: 'Take back what was done about the outage.',
    applies: ({ standing, before, after }) => standing === 'valid' && !isOwn(before) && isOwn(after),
  },
  {
    id: 'guard-tightened',
    level: 'notice',
    sentence: 'What ran as if nobody were logged in is now refused: the fix that was asked for.',
    plain: ({ noun, operation, before, after }) =>
      `${noun} used to be ignored on ${operation}, which answered ${before.status} as if nobody were logged in. Jira now refuses it with ${after.status}.`,
    means:
      'A dead token is told apart from an empty site: what the thread asks for. An integration that lived on anonymous answers stops working.',
    advice: 'Handle the refusal. If the row stands in wanted.spec.ts, move it to the contract.',
    applies: became('ignored', 'refused'),
  },
  {
    id: 'credential-rejected',
    level: 'notice',
    sentence: 'A credential that must not work no longer does.',
    plain: ({ noun, operation, before, after }) =>
      `${noun} used to be accepted on ${operation} with ${before.status}. It now gets ${after.status}, and not as the account.`,
    means: 'A credential that must not work no longer does.',
    advice: 'Nothing, unless an integration lived on it: give that a token of its own.',
    applies: ({ standing, before, after }) =>
      standing !== 'valid' && before.treatment === 'accepted' && after.treatment !== 'accepted',
  },
  {
    id: 'signal-gained',
    level: 'info',
    sentence: 'The login reason is new, or another one.',
    plain: ({ noun, operation, after }) =>
      `${noun} on ${operation} gets ${after.status}; the header x-seraph-loginreason has a new value.`,
    means: 'A client can tell more than it could.',
    advice: 'Nothing has to be done.',
    applies: (comparison) => sameTreatment(comparison) && reasonDiffers(comparison),
  },
  {
    id: 'shape-changed',
    level: 'info',
    sentence: 'The body has another form.',
    plain: ({ noun, operation, after }) =>
      `${noun} on ${operation} gets ${after.status} as before, with another form of body.`,
    means: 'A client that reads the body may stumble.',
    advice: 'Compare the forms in the two runs.',
    applies: ({ before, after, wholeBodies }) =>
      wholeBodies && (differs(before.shape, after.shape) || differs(before.mediaType, after.mediaType)),
  },
] as const satisfies readonly Rule[];

/** The rules for what happened to an operation and not to a credential: one change for all its probes. */
export const OPERATION_RULES: ReadonlySet<string> = new Set([
  'operation-removed',
  'operation-brown-out',
  'operation-restored',
]);

/** The rules for a probe that was answered on one side only. */
export const ONE_SIDED = {
  added: { id: 'probe-added', level: 'info', sentence: 'The probe is on the later side only.' },
  removed: { id: 'probe-removed', level: 'info', sentence: 'The probe is on the earlier side only.' },
} as const;

export type RuleId = (typeof RULES)[number]['id'] | (typeof ONE_SIDED)[keyof typeof ONE_SIDED]['id'];

/** The rule that a comparison comes under, the worst that applies, or undefined where nothing changed. */
export function ruleFor(comparison: Pair): (typeof RULES)[number] | undefined {
  return RULES.find(({ applies }) => applies(comparison));
}

/** A change of one probe told for a person: what happened, what that means, what to do. */
export interface Story {
  readonly plain: string;
  readonly means: string;
  readonly advice: string;
}

/** The story of a change under a rule; undefined for a probe that is on one side only. */
export function storyOf(id: RuleId, facts: Facts): Story | undefined {
  const rule = RULES.find((one) => one.id === id);
  return rule && { plain: rule.plain(facts), means: rule.means, advice: rule.advice };
}

/** What a rule says of all its changes. */
export function ruleSentence(id: RuleId): string {
  return [...RULES, ...Object.values(ONE_SIDED)].find((rule) => rule.id === id)?.sentence ?? id;
}
