import { describeSignal, signalOf, type SignalId } from '../classify/signals.ts';
import type { Basis } from '../contract/basis.ts';
import { credentialNamed, type CredentialName, type Place } from '../contract/credentials.ts';
import { compareProbes } from '../contract/probe.ts';
import { PRESENT } from '../contract/eras.ts';
import type { ContractRow } from '../contract/rows.ts';
import type { Treatment } from '../contract/treatment.ts';
import { joinHeaderLines } from '../evidence/raw-response.ts';
import { shapeOf, sortKeys, type Shape } from '../evidence/shape.ts';
import { anonymousOf, type AskedOperation } from './asked-operation.ts';
import { SCOPE_EVIDENCE, SIGNAL_EVIDENCE, type Sureness } from './signal-evidence.ts';

/** What was sent as Authorization. */
export const SENT = ['basic', 'bearer', 'none'] as const;

export type Sent = (typeof SENT)[number];

/** In what state a credential was. `lacks-scope`: it works, and may not do this. `none`: there was none. */
export const CREDENTIAL_STATES = ['works', 'lacks-scope', 'dead', 'cannot-tell', 'none'] as const;

export type CredentialState = (typeof CREDENTIAL_STATES)[number];

/** A response, as far as it is known. */
export interface GivenResponse {
  readonly status: number;
  /** The values of each header, by its name in lower case. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Undefined if the body is not known. */
  readonly shape: Shape | undefined;
  /** Whether the body says that the credential lacks a scope. */
  readonly lacksScope?: boolean;
  /** Whether all headers are known, so that one that is missing was absent. */
  readonly complete: boolean;
}

/** What is known about the request and the site. */
export interface Circumstances {
  readonly sent: Sent;
  readonly place: Place;
  /** Undefined if it is not known. */
  readonly operation: AskedOperation | undefined;
  /** Whether other answers of the site name accounts; undefined if there are none to see it. */
  readonly namesAccounts: boolean | undefined;
}

/** What a response shows about the credential. */
export interface Judgement {
  readonly sent: Sent;
  readonly status: number;
  readonly state: CredentialState;
  readonly treatment: Treatment;
  readonly signal: SignalId;
  readonly sure: Sureness;
}

/** What a response shows, with the reasons. */
export interface ResponseExplanation extends Judgement {
  readonly kind: 'response';
  /** The operation, if it is known. */
  readonly operation: string | undefined;
  readonly place: Place;
  /** What the signal is. */
  readonly because: string;
  /** What the answer leaves open. */
  readonly open: readonly string[];
  readonly sources: readonly Basis[];
  /** The kinds of credentials that get such an answer from this operation, by the contract. */
  readonly candidates: readonly CredentialName[];
  /** Whether the stand-in answered, which is not Jira. */
  readonly standIn: boolean;
}

/** The header in which the gateway says why it refuses. */
const FAILURE = 'x-failure-category';

const NO_SCOPE = 'FAILURE_CLIENT_SCOPE_CHECK';

/** What the gateway says in the body, always in English: `{"code":401,"message":"Unauthorized; scope does not match"}`. */
const NO_SCOPE_BODY = /^\s*\{[^{}]*"message"\s*:\s*"Unauthorized; scope does not match"[^{}]*\}\s*$/;

/** Returns what matters of a body; nothing else of it is stored. Undefined if the body is not known. */
export function bodyOf(text: string | undefined): Pick<GivenResponse, 'shape' | 'lacksScope'> {
  if (text === undefined) return { shape: undefined };
  return { shape: shapeOf(text), lacksScope: text.length < 1000 && NO_SCOPE_BODY.test(text) };
}

const valueOf = (headers: GivenResponse['headers'], name: string): string | null => {
  const values = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return values ? joinHeaderLines(name, values) : null;
};

/** Whether the stand-in gave an answer: it says so in a header. */
export function isFromStandIn({ headers }: Pick<GivenResponse, 'headers'>): boolean {
  return valueOf(headers, 'x-stand-in') !== null;
}

const STATES: Readonly<Record<Treatment, CredentialState>> = {
  accepted: 'works',
  ignored: 'dead',
  refused: 'dead',
  inconclusive: 'cannot-tell',
};

function stateOf(
  treatment: Treatment,
  { headers, lacksScope }: GivenResponse,
  { sent, place }: Circumstances,
): CredentialState {
  // Without an Authorization, something else was accepted, such as a session; nothing else shows anything.
  if (sent === 'none' && treatment !== 'accepted') return 'none';
  const isAboutScope = valueOf(headers, FAILURE) === NO_SCOPE || (lacksScope === true && place === 'gateway');
  if (treatment === 'refused' && isAboutScope) return 'lacks-scope';
  return STATES[treatment];
}

/** Whether a 401 can mean something else than a dead credential, as long as its body is not known. */
function isOpen({ headers, shape }: GivenResponse, { place, operation }: Circumstances): boolean {
  if (shape !== undefined) return false;
  // The gateway refuses a token that lacks a scope, too; on a site, an operation that runs for everybody can refuse by itself.
  if (place === 'gateway') return valueOf(headers, FAILURE) === null;
  return place === 'site' && (operation === undefined || anonymousOf(operation) !== 'refused');
}

/** Returns what a response shows about the credential, by the signals that decide every other answer. */
export function judgeResponse(response: GivenResponse, circumstances: Circumstances): Judgement {
  const { status, headers, shape, complete } = response;
  const { sent, place, operation, namesAccounts } = circumstances;
  const { id, treatment } = signalOf({
    status,
    shape: shape === undefined ? undefined : sortKeys(shape),
    header: (name) => valueOf(headers, name),
    values: (name) => (Object.hasOwn(headers, name) ? (headers[name] ?? []) : []),
    operation: {
      anonymous: operation ? anonymousOf(operation) : 'unknown',
      ...(operation?.known?.returnsAccount && { returnsAccount: true }),
    },
    place,
    standing: sent === 'none' ? 'none' : 'invalid',
    namesAccounts: namesAccounts ?? true,
    account: undefined,
  });
  const state = stateOf(treatment, response, circumstances);
  const { sure } = state === 'lacks-scope' ? SCOPE_EVIDENCE : SIGNAL_EVIDENCE[id];
  // If no header is known, none is known to be absent.
  if (id === 'no-account-id' && state === 'dead' && !complete && Object.keys(headers).length === 0) {
    return { sent, status, state: 'cannot-tell', treatment, signal: id, sure: 'none' };
  }
  if (id === 'unauthorized' && state === 'dead' && isOpen(response, circumstances)) {
    return { sent, status, state, treatment, signal: id, sure: 'likely' };
  }
  // What is missing was seen to be absent only where everything was seen, and means most where others have it.
  const seen = id === 'no-account-id' && complete && namesAccounts === true;
  return { sent, status, state, treatment, signal: id, sure: seen ? 'certain' : sure };
}

/** Returns the credentials of the contract that get such an answer from an operation. */
function candidatesFor(
  { treatment, status, sent }: Judgement,
  { place, operation }: Circumstances,
  rows: readonly ContractRow[],
): CredentialName[] {
  const id = operation?.known?.id;
  if (id === undefined || sent === 'none') return [];
  return rows
    .filter((row) => row.era === PRESENT && row.operation === id)
    .filter(({ credential }) => {
      const { shell, place: own, standing } = credentialNamed(credential);
      return own === place && standing !== 'none' && /^["']?bearer/i.test(shell) === (sent === 'bearer');
    })
    .filter(
      ({ expected: { treatment: expected, statuses } }) =>
        expected === treatment && (statuses.length === 0 || statuses.includes(status)),
    )
    .toSorted(compareProbes)
    .map(({ credential }) => credential);
}

/** Returns in what state a credential was, by which signal, how sure that is, and how it is known. */
export function explainResponse(
  response: GivenResponse,
  circumstances: Circumstances,
  rows: readonly ContractRow[],
): ResponseExplanation {
  const judgement = judgeResponse(response, circumstances);
  const { signal, sure, state } = judgement;
  const { open, sources } = state === 'lacks-scope' ? SCOPE_EVIDENCE : SIGNAL_EVIDENCE[signal];
  const { operation, place } = circumstances;
  return {
    kind: 'response',
    ...judgement,
    operation: operation?.name,
    place,
    because: describeSignal(signal),
    open: [
      ...(open !== undefined && sure !== 'certain' ? [open] : []),
      ...(!response.complete && sure !== 'certain' ? ['headers that were not given count as absent'] : []),
    ],
    sources,
    candidates: state === 'dead' ? candidatesFor(judgement, circumstances, rows) : [],
    standIn: isFromStandIn(response),
  };
}
