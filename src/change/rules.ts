import type { Answer } from '../answer/answer.ts';
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

interface Rule {
  readonly id: string;
  readonly level: Level;
  /** What happened, in plain words. */
  readonly sentence: string;
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

const differs = (a: unknown, b: unknown): boolean =>
  a !== undefined && b !== undefined && JSON.stringify(a) !== JSON.stringify(b);

/** The rules for a probe that was answered on both sides. The first that applies is the change; none: no change. */
export const RULES = [
  {
    id: 'credential-accepted',
    level: 'critical',
    sentence: 'A credential that must not work is accepted.',
    applies: ({ standing, before, after }) =>
      standing !== 'valid' && before.treatment !== 'accepted' && after.treatment === 'accepted',
  },
  {
    id: 'valid-refused',
    level: 'critical',
    sentence: 'A valid credential is no longer accepted.',
    applies: ({ standing, before, after }) =>
      standing === 'valid' && before.treatment === 'accepted' && after.treatment !== 'accepted',
  },
  {
    id: 'guard-loosened',
    level: 'critical',
    sentence: 'What was refused now runs as if nobody were logged in.',
    applies: became('refused', 'ignored'),
  },
  {
    id: 'data-exposed',
    level: 'major',
    sentence: 'A caller who is not logged in now gets data where there was none.',
    applies: (comparison) => became('ignored', 'ignored')(comparison) && dataAppeared(comparison),
  },
  {
    id: 'refusal-changed',
    level: 'major',
    sentence: 'It is still refused, with another status.',
    applies: (comparison) =>
      became('refused', 'refused')(comparison) && comparison.before.status !== comparison.after.status,
  },
  {
    id: 'signal-lost',
    level: 'major',
    sentence: 'The login reason that told a client of the failed login is gone.',
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
    applies: (comparison) =>
      sameTreatment(comparison) && comparison.before.status !== comparison.after.status,
  },
  {
    id: 'valid-restored',
    level: 'notice',
    sentence: 'A valid credential is accepted again.',
    applies: ({ standing, before, after }) =>
      standing === 'valid' && before.treatment !== 'accepted' && after.treatment === 'accepted',
  },
  {
    id: 'guard-tightened',
    level: 'notice',
    sentence: 'What ran as if nobody were logged in is now refused: the fix that was asked for.',
    applies: became('ignored', 'refused'),
  },
  {
    id: 'credential-rejected',
    level: 'notice',
    sentence: 'A credential that must not work no longer does.',
    applies: ({ standing, before, after }) =>
      standing !== 'valid' && before.treatment === 'accepted' && after.treatment !== 'accepted',
  },
  {
    id: 'signal-gained',
    level: 'info',
    sentence: 'The login reason is new, or another one.',
    applies: (comparison) => sameTreatment(comparison) && reasonDiffers(comparison),
  },
  {
    id: 'shape-changed',
    level: 'info',
    sentence: 'The body has another form.',
    applies: ({ before, after, wholeBodies }) =>
      wholeBodies && (differs(before.shape, after.shape) || differs(before.mediaType, after.mediaType)),
  },
] as const satisfies readonly Rule[];

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

/** What a rule says, in plain words. */
export function ruleSentence(id: RuleId): string {
  return [...RULES, ...Object.values(ONE_SIDED)].find((rule) => rule.id === id)?.sentence ?? id;
}
