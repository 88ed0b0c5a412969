import type { Answer } from '../../classify/answer.ts';
import { RULES, ruleSentence, type RuleId } from '../../change/rules.ts';
import { credentialNamed, type Standing } from '../../contract/credentials.ts';
import type { Expectation } from '../../contract/expectation.ts';
import { findOperation } from '../../contract/operations.ts';
import { statusPhrase } from '../../contract/rows.ts';
import { JRACLOUD_93811, OPENAPI, THREAD } from '../../contract/sources.ts';
import { isEmptyResult } from '../../evidence/shape.ts';
import type { FindingRule } from '../../findings/finding.ts';
import { link, mono, type Line } from '../blocks/blocks.ts';
import type { ReportedProbe } from './reported-probe.ts';

/** The rule of a ticket: of a finding, or that of the probes that Atlassian has not fixed yet. */
export type TicketRuleId = FindingRule | 'still-open';

/** What a ticket under a rule says. */
export interface TicketRule {
  /** What is wrong, as a sentence. */
  readonly sentence: string;
  /** What Jira should answer to a probe: "401, as before". */
  readonly expected: (probe: ReportedProbe) => string;
  /** Why that is expected, given the first probe. */
  readonly why: (probe: ReportedProbe) => Line;
  readonly workaround: (probe: ReportedProbe) => string;
  readonly impact: string;
  /** What the answer must show, apart from status and treatment, to be the reported one; see `reproduce.sh`. */
  readonly mark?: (probe: ReportedProbe) => string;
}

/** Why there is no ticket under a rule. */
export interface NoTicket {
  readonly none: 'improvement' | 'no bug of Jira';
}

const standingOf = ({ row }: ReportedProbe): Standing => credentialNamed(row.credential).standing;

const isInvalid = (probe: ReportedProbe): boolean => standingOf(probe) === 'invalid';

/** Describes an answer without the words of this project. */
export function plainly({
  treatment,
  status,
  shape,
}: Pick<Answer, 'treatment' | 'status' | 'shape'>): string {
  const whose = { accepted: ' as the account', ignored: ' as for an anonymous caller' };
  const empty = isEmptyResult(shape) ? ', without data' : '';
  return `${status}${treatment in whose ? Reflect.get(whose, treatment) : ''}${empty}`;
}

const before = ({ change }: ReportedProbe): Answer | undefined => change?.before ?? undefined;

const asBefore = (probe: ReportedProbe): string => {
  const former = before(probe);
  return former ? `${plainly(former)}, as before` : 'the former answer';
};

/** The former answer, or 401 if the credential is invalid and the former answer was not 401 already. */
const asBeforeOr401 = (probe: ReportedProbe): string =>
  isInvalid(probe) && before(probe)?.status !== 401 ? `${asBefore(probe)}, or 401` : asBefore(probe);

const byExpectation = ({ treatment, statuses, empty, failureCategory }: Expectation): string =>
  [
    `${statusPhrase(statuses)}${{ accepted: ' as the account', ignored: ' as for an anonymous caller', refused: '' }[treatment]}`,
    ...(empty ? ['without data'] : []),
    ...(failureCategory === undefined ? [] : [`with x-failure-category: ${failureCategory}`]),
  ].join(', ');

/** What the contract expects; of an invalid credential that it does not expect to be refused, 401 as well. */
const byContract = (probe: ReportedProbe): string => {
  const { expected } = probe.row;
  if (probe.wanted) return byExpectation(probe.wanted);
  const usual = byExpectation(expected);
  return isInvalid(probe) && expected.treatment !== 'refused' ? `401; so far it was ${usual}` : usual;
};

const ASKED: Line = [
  'A refusal with 401 for every invalid credential is requested in ',
  link(JRACLOUD_93811, 'JRACLOUD-93811'),
  ' and in ',
  link(THREAD, 'the community'),
  '. ',
  link(OPENAPI, "Atlassian's API description"),
  ' documents 401 for credentials that are incorrect or missing, also for operations that can be run anonymously.',
];

const UNANNOUNCED: Line = ['No announcement of this change is known to us.'];

/** The request for 401 concerns invalid credentials only. */
const askedIfInvalid = (probe: ReportedProbe): Line => (isInvalid(probe) ? ASKED : UNANNOUNCED);

const NOT_LOGGED_IN: Line = ['The caller is not logged in, and the answer used to hold no data.'];

const acceptedElsewhere = ({ acceptedOn }: ReportedProbe): Line =>
  acceptedOn === undefined
    ? ['The token was accepted on this operation before.']
    : ['The token is good: in the same run, Jira accepted it on ', mono(acceptedOn), '.'];

const deprecation = ({ row }: ReportedProbe): Line => {
  const { deprecated } = findOperation(row.operation) ?? {};
  return deprecated === undefined
    ? [
        link(OPENAPI, "Atlassian's API description"),
        ' of 2026-07-21 does not mark the operation as deprecated.',
      ]
    : [
        link(OPENAPI, "Atlassian's API description"),
        ' marks the operation as deprecated in favour of ',
        mono(deprecated),
        '. If this is the announced removal, it is no bug.',
      ];
};

const NONE_KNOWN = (): string => 'None is known.';

const fixed = (text: string) => (): string => text;

const ruleNamed = (id: RuleId): (typeof RULES)[number] | undefined => RULES.find((rule) => rule.id === id);

/** The advice of a rule of change, where it is advice for a client. */
const adviceOf = (id: RuleId): (() => string) => fixed(ruleNamed(id)?.remediation ?? '');

const CHECK_TOKEN = adviceOf('guard-loosened');

const otherOperation = ({ row }: ReportedProbe): string => {
  const { deprecated } = findOperation(row.operation) ?? {};
  return deprecated === undefined ? 'None is known.' : `Use ${deprecated} instead.`;
};

type Part = Omit<TicketRule, 'sentence' | 'impact'>;

/** Completes a ticket with the sentence and the impact of a rule of change. */
const change = (id: RuleId, part: Part): TicketRule => ({
  sentence: ruleSentence(id),
  impact: ruleNamed(id)?.impact ?? '',
  ...part,
});

const IMPROVEMENT: NoTicket = { none: 'improvement' };
const NO_BUG: NoTicket = { none: 'no bug of Jira' };

const category = ({ row }: ReportedProbe): string => `category=${row.answer?.failureCategory ?? ''}`;

/** What distinguishes an answer that breaks a row although its treatment and its status are those of the row. */
const brokenBy = (probe: ReportedProbe): string => {
  const { expected, answer } = probe.row;
  if (!answer || answer.treatment !== expected.treatment || !expected.statuses.includes(answer.status))
    return '';
  if (expected.failureCategory !== undefined && answer.failureCategory) return category(probe);
  return expected.empty ? 'data' : '';
};

/** What is expected under each rule, or why there is no ticket. */
export const TICKET_RULES: Readonly<Record<TicketRuleId, TicketRule | NoTicket>> = {
  'credential-accepted': change('credential-accepted', {
    expected: (probe) => {
      const former = before(probe);
      return former?.treatment === 'refused' && former.status !== 401
        ? `401, or ${former.status} as before`
        : '401';
    },
    why: () => ['A credential that was revoked, or never worked, must not act as the account.'],
    workaround: fixed('None for the owner of the account, other than to remove its permissions.'),
  }),
  'another-account': change('another-account', {
    expected: (probe) => `${before(probe)?.status ?? 200} as the account that owns the token`,
    why: () => ['A token belongs to one account.'],
    workaround: NONE_KNOWN,
    mark: fixed('another-account'),
  }),
  'valid-refused': change('valid-refused', {
    expected: asBefore,
    why: acceptedElsewhere,
    workaround: NONE_KNOWN,
  }),
  'guard-loosened': change('guard-loosened', {
    expected: asBeforeOr401,
    why: askedIfInvalid,
    workaround: CHECK_TOKEN,
  }),
  'data-exposed': change('data-exposed', {
    expected: (probe) => `no data: ${asBeforeOr401(probe)}`,
    why: (probe) => (isInvalid(probe) ? [...NOT_LOGGED_IN, ' ', ...ASKED] : NOT_LOGGED_IN),
    workaround: adviceOf('data-exposed'),
    mark: fixed('data'),
  }),
  'refusal-changed': change('refusal-changed', {
    expected: asBeforeOr401,
    why: askedIfInvalid,
    workaround: adviceOf('refusal-changed'),
  }),
  'refusal-reason-changed': change('refusal-reason-changed', {
    expected: (probe) => {
      const { status, failureCategory } = before(probe) ?? {};
      return `${status ?? 401} with x-failure-category: ${failureCategory ?? ''}, as before`;
    },
    why: () => UNANNOUNCED,
    workaround: fixed('Check the token itself with GET /rest/api/3/myself instead of reading the reason.'),
    mark: category,
  }),
  'operation-removed': change('operation-removed', {
    expected: asBefore,
    why: deprecation,
    workaround: otherOperation,
  }),
  'operation-brown-out': change('operation-brown-out', {
    expected: asBefore,
    why: deprecation,
    workaround: otherOperation,
  }),
  'rolled-out-in-part': change('rolled-out-in-part', {
    expected: (probe) => `the same answer to every request: ${asBeforeOr401(probe)}`,
    why: askedIfInvalid,
    workaround: fixed('Handle both answers.'),
  }),
  'answer-unexplained': change('answer-unexplained', {
    expected: asBeforeOr401,
    why: askedIfInvalid,
    workaround: NONE_KNOWN,
  }),
  'signal-lost': change('signal-lost', {
    expected: (probe) => {
      const former = before(probe);
      const header = `${former?.status ?? ''} with the header x-seraph-loginreason: ${former?.loginReason ?? 'AUTHENTICATED_FAILED'}, as before`;
      return isInvalid(probe) && former?.treatment !== 'refused' ? `${header}; better 401` : header;
    },
    why: (probe) => [
      'The header is what tells such an answer from that to an anonymous caller. ',
      ...(isInvalid(probe) ? ASKED : UNANNOUNCED),
    ],
    workaround: fixed(
      'Check the token itself with GET /rest/api/3/myself, or look for the header x-aaccountid.',
    ),
    mark: fixed('no-failed-login'),
  }),
  'status-changed': change('status-changed', {
    expected: asBeforeOr401,
    why: askedIfInvalid,
    workaround: fixed('Handle the new status like the old one.'),
  }),
  'contract-broken': {
    sentence: 'The answer is not the one that Jira was known to give.',
    expected: byContract,
    why: (probe) => (isInvalid(probe) ? ASKED : acceptedOrKnown(probe)),
    workaround: (probe) => (isInvalid(probe) ? CHECK_TOKEN() : NONE_KNOWN()),
    impact: 'An integration that relies on the known answer misreads this one.',
    mark: brokenBy,
  },
  'pact-broken': {
    sentence: 'The answer does not match the published pact.',
    expected: byContract,
    why: (probe) => (isInvalid(probe) ? ASKED : acceptedOrKnown(probe)),
    workaround: NONE_KNOWN,
    impact: 'A client that is tested against the pact fails on the real answer.',
  },
  'still-open': {
    sentence: 'Invalid credentials are not refused with 401.',
    expected: byContract,
    why: () => ASKED,
    workaround: CHECK_TOKEN,
    impact:
      'From such an answer a client cannot tell that its token does not work: an empty list looks like an empty site, a 404 like a missing object.',
  },
  'operation-restored': IMPROVEMENT,
  'valid-restored': IMPROVEMENT,
  'guard-tightened': IMPROVEMENT,
  'credential-rejected': IMPROVEMENT,
  'signal-gained': IMPROVEMENT,
  'wanted-fixed': IMPROVEMENT,
  'pact-fixed': IMPROVEMENT,
  // The contract of Jira's API names no order or set of keys, and a shape alone harms nobody.
  'shape-changed': NO_BUG,
  'probe-added': NO_BUG,
  'probe-removed': NO_BUG,
  // It belongs to no request.
  'test-failed': NO_BUG,
  'inference-disproved': NO_BUG,
  undecided: NO_BUG,
};

/** Why the known answer is expected of a credential that is not invalid. */
function acceptedOrKnown(probe: ReportedProbe): Line {
  return standingOf(probe) === 'valid'
    ? acceptedElsewhere(probe)
    : ['So it was answered before, see the public sources below.'];
}

/** Returns what a ticket under a rule says, or undefined if there is no ticket under it. */
export function ticketRule(id: TicketRuleId): TicketRule | undefined {
  const rule = TICKET_RULES[id];
  return 'none' in rule ? undefined : rule;
}

/** All rules with a ticket, in the order of the table. */
export const TICKET_RULE_IDS: readonly string[] = Object.entries(TICKET_RULES).flatMap(([id, rule]) =>
  'none' in rule ? [] : [id],
);
