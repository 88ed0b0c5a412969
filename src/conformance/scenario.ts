import type { Behaviour, StandInFault } from '../stand-in/stand-in.ts';
import type { PlannedRevocation } from '../stand-in/revocation-triggers.ts';
import type { Content } from '../stand-in/site/corpus.ts';
import type { HandedOut } from './credentials-of-run.ts';

/** Groups of scenarios: what they have in common, in the order of the report. */
export const GROUPS = {
  control: 'the token works',
  'never-worked': 'the token never worked',
  'worked-once': 'the token worked once',
  'dies-meanwhile': 'the token dies while the program works',
  gateway: 'the gateway refuses the token',
  'looks-dead': 'it looks like a dead token, and is none',
  'another-time': 'Jira as it was, and as it should be',
} as const;

export type Group = keyof typeof GROUPS;

/** What is handed out if there is no token: programs then send no `Authorization`, some on purpose. */
export const NOTHING_HANDED: ReadonlySet<HandedOut> = new Set(['missing', 'empty-token']);

/**
 * What a careful program does: it succeeds; it fails and says that it is the credential; or it copes or fails, but
 * does not blame the credential.
 */
export type Expectation = 'success' | 'notice' | 'no-blame';

/** One situation in which a program is run. It never learns which. */
export interface Scenario {
  readonly id: string;
  readonly group: Group;
  /** What is the case, in a sentence. */
  readonly sentence: string;
  /** What the program is handed. */
  readonly credential: HandedOut;
  readonly expects: Expectation;
  readonly behaviour?: Behaviour;
  readonly content?: Content;
  /** Whether the program is given the address of the gateway. */
  readonly atGateway?: true;
  readonly fault?: StandInFault;
  /** When the token dies; `flaps` if replicas disagree, so that every other request is answered for the account. */
  readonly dies?: PlannedRevocation | 'flaps';
  /** Words by which a program says what is really the case; without them, blaming the credential is a false alarm. */
  readonly truth?: RegExp;
  /** How long the site asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}
