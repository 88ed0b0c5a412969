import { capitalise } from '../../../capitalise.ts';
import type { Basis } from '../../../contract/basis.ts';
import type { CredentialName } from '../../../contract/credentials.ts';
import { statusPhrase } from '../../../contract/rows.ts';
import type { Behaviour, OperationExplanation, Since } from '../../../explain/explain-operation.ts';
import type { Line } from '../../blocks/blocks.ts';
import { groupBy } from '../phrases.ts';

/** The kinds of credentials that show what a dead one gets, the best known first. */
const DEAD: readonly CredentialName[] = [
  'revoked',
  'expired',
  'mistyped',
  'gateway-rejected',
  'gateway-email-mismatch',
  'gateway-mistyped',
  'admin-key-revoked',
  'admin-key-mistyped',
];

/** Returns sources as citations, each with its grade and date, and each on its own: none follows from another. */
export function citesOf(bases: readonly Basis[]): Line {
  return bases.flatMap(({ grade, date, source }, i): Line => [
    ...(i > 0 ? [' '] : []),
    { cites: [{ label: `${grade}, ${date}`, source }] },
  ]);
}

const ANONYMOUS = {
  runs: 'It runs for everybody, with or without an account.',
  refused: 'It refuses a caller who is not logged in.',
  unknown: 'What it does for a caller who is not logged in is not known.',
} as const;

const AT = {
  site: '',
  gateway: 'At the gateway, no operation is known to run without a credential.',
  admin: '',
} as const;

/** What a list holds for a caller who may see nothing. */
function emptiness(form: string | undefined): string {
  if (form === 'page') return ', often an empty page';
  if (form === '[]' || /^\{\w/.test(form ?? '')) return ', often an empty list';
  return '';
}

const month = (date: string): string => date.slice(0, 7);

/** Returns how a kind of credential is treated: "ignored with 200". */
function behaviourPhrase({ treatment, statuses, empty }: Behaviour): string {
  return `${treatment} with ${statusPhrase(statuses)}${empty ? ' and no data' : ''}`;
}

/** Returns the date of a change: "since 2019-12", "since 2023-04 at the earliest". */
const changePhrase = ({ date, precision }: Since & { readonly kind: 'changed' }): string =>
  ['since', month(date), ...(precision === 'month' ? [] : [precision])].join(' ');

/** Returns since when it is so: "since 2019-12 (before: refused 401)". */
function sincePhrase(since: Since): string {
  if (since.kind === 'changed') return `${changePhrase(since)} (before: ${since.before})`;
  return since.kind === 'seen' ? `first observed ${month(since.date)}` : 'since when is not known';
}

/** What a caller gets for whom an operation runs as if there were no credential. */
function answerForNobody({ statuses, empty }: Behaviour, form: string | undefined): string {
  const status = statuses.length > 0 ? `${statusPhrase(statuses)} and ` : '';
  const succeeds = statuses.length === 0 || statuses.some((one) => one < 300);
  return `${status}${empty || !succeeds ? 'no data' : `only what everybody may see${emptiness(form)}`}`;
}

function deadSentence({ behaviours, form }: OperationExplanation): string {
  const dead = DEAD.flatMap((name) => behaviours.find(({ credential }) => credential === name) ?? [])[0];
  if (!dead) return 'What a dead token gets is not known.';
  const { treatment, statuses, since, basis } = dead;
  const treated = {
    accepted: 'is accepted',
    ignored: `is treated like none: it gets ${answerForNobody(dead, form)}`,
    refused: `is refused with ${statusPhrase(statuses)}`,
  }[treatment];
  const when = since.kind === 'changed' ? `${changePhrase(since)}, ` : '';
  const guess = basis.grade === 'inferred' ? ' (inferred)' : '';
  return capitalise(`${when}a dead token ${treated}${guess}.`);
}

/** Returns what somebody has to know about an operation, in a few sentences. */
export function operationSentences(explanation: OperationExplanation): string[] {
  const { anonymous, place, testsConnection, testWith } = explanation;
  const opening = place === 'site' ? ANONYMOUS[anonymous] : AT[place] || ANONYMOUS[anonymous];
  const use = testWith.length > 0 ? ` Use one of these: ${testWith.join(', ')}.` : '';
  const advice =
    testsConnection === true
      ? 'A connection can be tested with it.'
      : testsConnection === false
        ? `Do not test a connection with it.${use}`
        : `Whether a connection can be tested with it is not known.${use}`;
  return [opening, deadSentence(explanation), advice];
}

/** Returns what is known of a kind of credential. */
export function statementPhrase(behaviour: Behaviour): string {
  return `${behaviourPhrase(behaviour)}, ${sincePhrase(behaviour.since)}; ${behaviour.basis.grade}`;
}

/** Returns the evidence for what is known of a kind of credential: for the answer, and for the change. */
export function basesOf({ basis, since }: Behaviour): Basis[] {
  return since.kind === 'changed' ? [basis, since.basis] : [basis];
}

/** Kinds of credentials for which the same is known. */
export interface BehaviourGroup {
  readonly names: readonly CredentialName[];
  readonly text: string;
  readonly bases: readonly Basis[];
}

/** Returns what is known of each kind of credential; those for which the same is known are together. */
export function behaviourGroups({ behaviours }: OperationExplanation): BehaviourGroup[] {
  return groupBy(behaviours, statementPhrase).map(([text, group]) => ({
    names: group.map(({ credential }) => credential),
    text,
    bases: groupBy(group.flatMap(basesOf), ({ grade, date, source }) => `${grade} ${date} ${source}`).map(
      ([, [first]]) => first,
    ),
  }));
}
