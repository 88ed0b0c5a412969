import type { Answer } from '../classify/answer.ts';
import type { Standing } from '../contract/credentials.ts';
import { isEmptyResult } from '../evidence/shape.ts';
import type { Level } from './levels.ts';

/** The input of a rule: one probe with a conclusive answer in both snapshots. */
export interface Pair {
  readonly standing: Standing;
  readonly before: Answer;
  readonly after: Answer;
  /** Both bodies are complete. A transcribed body has only the keys that its source mentions. */
  readonly wholeBodies: boolean;
}

/** The facts from which a rule describes a change. */
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
  /** What happened, in words that fit every change under the rule. */
  readonly sentence: string;
  /** Describes what happened to one probe. */
  readonly describe: (facts: Facts) => string;
  /** What the change means for an integration. */
  readonly impact: string;
  /** What to do about the change. */
  readonly remediation: string;
  readonly applies: (comparison: Pair) => boolean;
}

const treatmentChanged = (from: Answer['treatment'], to: Answer['treatment']) => (comparison: Pair) =>
  comparison.before.treatment === from && comparison.after.treatment === to;

const sameTreatment = ({ before, after }: Pair): boolean => before.treatment === after.treatment;

const succeeded = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** A refusal became a success that is not known to be empty, or an empty result now has content. */
const dataAppeared = ({ before, after }: Pair): boolean =>
  succeeded(after) &&
  ([401, 403, 404].includes(before.status)
    ? isEmptyResult(after.shape) !== true
    : isEmptyResult(before.shape) === true && isEmptyResult(after.shape) === false);

const reportsFailedLogin = ({ loginReason }: Answer): boolean =>
  loginReason?.includes('AUTHENTICATED_FAILED') ?? false;

/** Compares login reasons only if both snapshots recorded the header. */
const reasonDiffers = ({ before, after }: Pair): boolean =>
  before.loginReason !== undefined &&
  after.loginReason !== undefined &&
  before.loginReason !== after.loginReason;

/** The valid token is accepted, and as its own account. */
const isOwnAccount = ({ treatment, mark }: Answer): boolean =>
  treatment === 'accepted' && mark !== 'another-account';

const isUnexplained = ({ mark }: Answer): boolean => mark === 'unexplained';

const isRemoved = ({ mark }: Answer): boolean => mark === 'operation-removed';

const isBrownOut = ({ mark }: Answer): boolean => mark === 'brown-out';

const isGone = (answer: Answer): boolean => isRemoved(answer) || isBrownOut(answer);

const differs = (a: unknown, b: unknown): boolean =>
  a !== undefined && b !== undefined && JSON.stringify(a) !== JSON.stringify(b);

/** Each treatment as a past participle. */
const TREATED_AS: Readonly<Record<Answer['treatment'], string>> = {
  accepted: 'accepted',
  ignored: 'ignored',
  refused: 'refused',
  inconclusive: 'answered',
};

/** Atlassian's own advice (JRACLOUD-93811), and the two headers that show how an answer was authenticated. */
const CHECK_TOKEN =
  'Check the token itself with GET /rest/api/3/myself. On other responses, look for the header x-aaccountid, which is sent only to a logged-in account, and treat x-seraph-loginreason: AUTHENTICATED_FAILED as a failed login.';

/** The rules for a probe that has an answer in both snapshots. The first that applies names the change; if none does, nothing changed. */
export const RULES = [
  {
    id: 'credential-accepted',
    level: 'critical',
    sentence: 'A credential that must not work is accepted.',
    describe: ({ noun, operation, before, after }) =>
      `${noun} used to be ${TREATED_AS[before.treatment]} on ${operation} with ${before.status}. Jira now accepts it and answers ${after.status} as the account.`,
    impact: 'Someone whose token was revoked, or never worked, can act as the account.',
    remediation:
      'Report this to Atlassian at once as a security issue. Until it is resolved, remove the permissions that the credential has.',
    applies: ({ standing, before, after }) =>
      standing !== 'valid' && before.treatment !== 'accepted' && after.treatment === 'accepted',
  },
  {
    id: 'another-account',
    level: 'critical',
    sentence: 'A valid token is treated as another account.',
    describe: ({ noun, operation, after }) =>
      `${noun} on ${operation} gets ${after.status}, but the header x-aaccountid names a different account from the one that owns the token.`,
    impact: 'The token may read and change data that belongs to someone else.',
    remediation:
      'First check whether a proxy or a cache in front of Jira mixes up responses. If not, report this to Atlassian at once as a security issue.',
    applies: ({ before, after }) => after.mark === 'another-account' && before.mark !== 'another-account',
  },
  {
    id: 'valid-refused',
    level: 'critical',
    sentence: 'A valid credential is no longer accepted.',
    describe: ({ noun, operation, before, after }) =>
      `${noun} used to be accepted on ${operation} with ${before.status}. Jira now answers ${after.status}, and not as the account.`,
    impact: 'An integration with a good token is treated as if its token were bad.',
    remediation:
      'Check that the token has not been revoked and has not expired (npm run doctor). If it is good, the integration needs another way to authenticate.',
    applies: ({ standing, before, after }) =>
      standing === 'valid' &&
      before.treatment === 'accepted' &&
      ['ignored', 'refused'].includes(after.treatment),
  },
  {
    id: 'guard-loosened',
    level: 'critical',
    sentence: 'A request that was refused now runs anonymously.',
    describe: ({ noun, operation, before, after }) =>
      `${noun} used to be refused on ${operation} with ${before.status}. Jira now ignores it and answers ${after.status}, as for an anonymous caller.`,
    impact:
      'An integration that relied on the refusal no longer notices that its token is dead: it sees an empty or public site, and may act on that.',
    remediation: CHECK_TOKEN,
    applies: treatmentChanged('refused', 'ignored'),
  },
  {
    id: 'data-exposed',
    level: 'major',
    sentence: 'An anonymous caller now gets data that it did not get before.',
    describe: ({ noun, operation, before, after }) =>
      `${noun} used to get ${before.status} and no data on ${operation}, like an anonymous caller. It now gets ${after.status} with data.`,
    impact: 'The data of the operation is open to callers who are not logged in.',
    remediation:
      'Review what the site shows to the public: permission schemes, global permissions, shared filters and dashboards.',
    applies: (comparison) => treatmentChanged('ignored', 'ignored')(comparison) && dataAppeared(comparison),
  },
  {
    id: 'refusal-changed',
    level: 'major',
    sentence: 'The credential is still refused, with a different status.',
    describe: ({ noun, operation, before, after }) =>
      `${noun} used to be refused on ${operation} with ${before.status}. It is now refused with ${after.status}.`,
    impact:
      'An integration that expects the old status misreads the new one: a 403 as a missing permission, a 404 as a missing object.',
    remediation:
      'If a token may be the cause, treat 401 and 403 alike, and check the token with /rest/api/3/myself.',
    applies: (comparison) =>
      treatmentChanged('refused', 'refused')(comparison) &&
      comparison.before.status !== comparison.after.status,
  },
  {
    id: 'refusal-reason-changed',
    level: 'major',
    sentence: 'The credential is still refused, for a different stated reason.',
    describe: ({ noun, operation, before, after }) =>
      `${noun} on ${operation} used to be refused with ${before.failureCategory} in x-failure-category. It is now refused with ${after.failureCategory}.`,
    impact:
      'A client that reads the reason to tell a missing scope from a dead token may now suggest the wrong fix.',
    remediation: 'First check whether your own token has expired or was revoked (npm run doctor).',
    applies: ({ before, after }) =>
      before.treatment === after.treatment &&
      differs(before.failureCategory ?? undefined, after.failureCategory ?? undefined),
  },
  {
    id: 'operation-removed',
    level: 'major',
    sentence: 'An operation was removed.',
    describe: ({ operation, after }) =>
      `${operation} is gone: it answers ${after.status} to every credential, the valid token included. Its answers no longer say anything about a token.`,
    impact: 'An integration that uses the operation fails, whichever token it has.',
    remediation:
      "Move to the operation that Atlassian's deprecation notice names, and acknowledge this change. A removal is rolled out site by site, and a trial of some hours may precede it: check the history and your other sites.",
    applies: ({ before, after }) => isRemoved(after) && !isRemoved(before),
  },
  {
    id: 'operation-brown-out',
    level: 'major',
    sentence: 'A brown-out: an operation was gone for part of the run.',
    describe: ({ operation, after }) =>
      `${operation} answered ${after.status} to every credential for part of the run, and worked for the rest: a brown-out, as happens before a removal.`,
    impact: 'An integration that uses the operation fails at some hours now, and always after the removal.',
    remediation: "Move to the operation that Atlassian's deprecation notice names, before the removal.",
    applies: ({ before, after }) => isBrownOut(after) && !isGone(before),
  },
  {
    id: 'rolled-out-in-part',
    level: 'major',
    sentence: 'A change is partly rolled out: some requests get the old answer, some a new one.',
    describe: ({ noun, operation, before, after }) =>
      `${noun} on ${operation} used to be ${TREATED_AS[before.treatment]} with ${before.status}. Some requests still are; others get ${after.status}, as on other operations.`,
    impact: 'The same request of an integration may succeed now and fail a moment later.',
    remediation: 'Expect the new answer on every request soon. It may also be rolled back.',
    applies: ({ before, after }) => after.mark === 'rolling-out' && before.mark !== 'rolling-out',
  },
  {
    id: 'answer-unexplained',
    level: 'major',
    sentence: 'Every answer has a status that has no known meaning here.',
    describe: ({ noun, operation, before, after }) =>
      `${noun} on ${operation} used to be ${TREATED_AS[before.treatment]} with ${before.status}. It now gets ${after.status} every time, which neither accepts nor refuses the token.`,
    impact: 'An integration that handles the old answer may not handle this one.',
    remediation:
      'Look at the response itself: it may come from a policy, a proxy or a firewall. The controls were answered as usual.',
    applies: ({ before, after }) =>
      isUnexplained(after) && (!isUnexplained(before) || before.status !== after.status),
  },
  {
    id: 'signal-lost',
    level: 'major',
    sentence: 'The header that reported the failed login is gone.',
    describe: ({ noun, operation, before, after }) =>
      before.status === after.status
        ? `${noun} on ${operation} still gets ${after.status}, but the header x-seraph-loginreason no longer says that the login failed.`
        : `${noun} on ${operation} now gets ${after.status} instead of ${before.status}, and the header x-seraph-loginreason no longer says that the login failed.`,
    impact: 'An integration that reads the header takes the answer for a success.',
    remediation: CHECK_TOKEN,
    applies: (comparison) =>
      sameTreatment(comparison) &&
      reasonDiffers(comparison) &&
      reportsFailedLogin(comparison.before) &&
      !reportsFailedLogin(comparison.after),
  },
  {
    id: 'status-changed',
    level: 'minor',
    sentence: 'The credential is treated as before, with a different status.',
    describe: ({ noun, operation, before, after }) =>
      `${noun} on ${operation} is treated as before, but gets ${after.status} instead of ${before.status}.`,
    impact: 'An integration that compares status codes may take a different path.',
    remediation: 'Check that the new status is handled like the old one.',
    applies: (comparison) =>
      (sameTreatment(comparison) || isUnexplained(comparison.before)) &&
      comparison.before.status !== comparison.after.status &&
      !(
        comparison.standing === 'valid' &&
        isOwnAccount(comparison.after) &&
        !isOwnAccount(comparison.before)
      ),
  },
  {
    id: 'operation-restored',
    level: 'notice',
    sentence: 'An operation that was gone is back.',
    describe: ({ operation, before, after }) =>
      `${operation} used to answer ${before.status} to every credential. It now answers ${after.status} to this one.`,
    impact: 'The removal was rolled back, or was a trial of some hours before the real one.',
    remediation: 'Expect the final removal.',
    applies: ({ before, after }) => isGone(before) && !isGone(after),
  },
  {
    id: 'valid-restored',
    level: 'notice',
    sentence: 'A valid credential is accepted again.',
    describe: ({ noun, operation, before, after }) =>
      `${noun} is accepted on ${operation} again, with ${after.status}; it used to get ${before.status}.`,
    impact: 'None: this is the correct behaviour.',
    remediation: 'Undo any workaround for the outage.',
    applies: ({ standing, before, after }) =>
      standing === 'valid' && !isOwnAccount(before) && isOwnAccount(after),
  },
  {
    id: 'guard-tightened',
    level: 'notice',
    sentence: 'A request that ran anonymously is now refused: the fix that was asked for.',
    describe: ({ noun, operation, before, after }) =>
      `${noun} used to be ignored on ${operation}, which answered ${before.status}, as for an anonymous caller. Jira now refuses it with ${after.status}.`,
    impact:
      'A client can tell a dead token from an empty site, as the thread asks for. An integration that relied on anonymous answers stops working.',
    remediation: 'Handle the refusal. If the row is in wanted.spec.ts, move it to the contract.',
    applies: treatmentChanged('ignored', 'refused'),
  },
  {
    id: 'credential-rejected',
    level: 'notice',
    sentence: 'A credential that must not work no longer works.',
    describe: ({ noun, operation, before, after }) =>
      `${noun} used to be accepted on ${operation} with ${before.status}. It now gets ${after.status}, and not as the account.`,
    impact: 'A credential that must not work no longer works.',
    remediation: 'Nothing, unless an integration relied on it: give that integration its own token.',
    applies: ({ standing, before, after }) =>
      standing !== 'valid' && before.treatment === 'accepted' && after.treatment !== 'accepted',
  },
  {
    id: 'signal-gained',
    level: 'info',
    sentence: 'The login reason in the header is new or different.',
    describe: ({ noun, operation, after }) =>
      `${noun} on ${operation} gets ${after.status}; the header x-seraph-loginreason has a new value.`,
    impact: 'A client can learn more from the header than before.',
    remediation: 'Nothing.',
    applies: (comparison) => sameTreatment(comparison) && reasonDiffers(comparison),
  },
  {
    id: 'shape-changed',
    level: 'info',
    sentence: 'The body has a different shape.',
    describe: ({ noun, operation, after }) =>
      `${noun} on ${operation} gets ${after.status} as before, with a body of a different shape.`,
    impact: 'A client that parses the body may fail.',
    remediation: 'Compare the shapes in the two runs.',
    applies: ({ before, after, wholeBodies }) =>
      wholeBodies && (differs(before.shape, after.shape) || differs(before.mediaType, after.mediaType)),
  },
] as const satisfies readonly Rule[];

/** Rules about an operation rather than a credential: one change stands for all probes of the operation. */
export const OPERATION_RULES: ReadonlySet<string> = new Set([
  'operation-removed',
  'operation-brown-out',
  'operation-restored',
]);

/** The rules for a probe that has an answer in one snapshot only. */
export const ONE_SIDED = {
  added: {
    id: 'probe-added',
    level: 'info',
    sentence: 'The probe is in the later snapshot only.',
    impact: 'There is no earlier answer to compare it with.',
    remediation: 'Nothing. If it should have been in the earlier snapshot, look why it was not asked.',
  },
  removed: {
    id: 'probe-removed',
    level: 'info',
    sentence: 'The probe is in the earlier snapshot only.',
    impact: 'It is unknown how Jira treats it now.',
    remediation: 'Nothing. If it should have been asked, look at the settings and at what was skipped.',
  },
} as const;

export type RuleId = (typeof RULES)[number]['id'] | (typeof ONE_SIDED)[keyof typeof ONE_SIDED]['id'];

/** Returns the worst rule that applies to a comparison, or undefined if nothing changed. */
export function ruleFor(comparison: Pair): (typeof RULES)[number] | undefined {
  return RULES.find(({ applies }) => applies(comparison));
}

/** A change of one probe explained to a person: what happened, what it means, what to do. */
export interface ChangeExplanation {
  readonly description: string;
  readonly impact: string;
  readonly remediation: string;
}

/** Explains a change under a rule; returns undefined for a probe that is in one snapshot only. */
export function explainChange(id: RuleId, facts: Facts): ChangeExplanation | undefined {
  const rule = RULES.find((candidate) => candidate.id === id);
  return rule && { description: rule.describe(facts), impact: rule.impact, remediation: rule.remediation };
}

/** Returns the sentence of a rule that fits all its changes. */
export function ruleSentence(id: RuleId): string {
  return [...RULES, ...Object.values(ONE_SIDED)].find((rule) => rule.id === id)?.sentence ?? id;
}
