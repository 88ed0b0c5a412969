import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_VARIABLES } from '../../config/variables.ts';
import { credentialNamed, type CredentialName, type Place } from '../../contract/credentials.ts';
import { findOperation, type OperationId } from '../../contract/operations.ts';
import { probeKey, type Probe } from '../../contract/probe.ts';
import { preparationFor, requestArguments, variablesIn, variablesOf } from '../by-hand/curl.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { describeProvenance } from '../documents/phrases.ts';
import { ticketRule } from './ticket-rules.ts';
import type { ReportedProbe } from './reported-probe.ts';
import { ticketsOf, type Ticket } from './tickets.ts';

/** Quotes a text as one word for a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Returns a comment, which must not go on in another line. */
const comment = (text: string): string => `# ${text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`.trimEnd();

const FUNCTIONS = readFileSync(join(import.meta.dirname, 'reproduce.sh'), 'utf8').trimEnd();

const MYSELF = 'GET /rest/api/3/myself';

/** The control of each place: a credential that must be accepted, and the operation that shows it. */
const CONTROLS: Readonly<Record<Place, readonly [CredentialName, OperationId]>> = {
  site: ['valid', MYSELF],
  gateway: ['gateway-scoped', MYSELF],
  admin: ['admin-key', 'GET https://api.atlassian.com/admin/v1/orgs'],
};

/**
 * Returns the control of a place. If the report is about the usual one itself, another operation is used on which the
 * credential was accepted in the run, as then the usual one cannot show that the token is good.
 */
function controlOf(place: Place, { run }: CheckDocument, reported: ReadonlySet<string>): Probe {
  const [credential, operation] = CONTROLS[place];
  const usual = { credential, operation };
  if (!reported.has(probeKey(usual))) return usual;
  const other = run.rows.find(
    (row) =>
      row.kind === 'contract' &&
      row.credential === credential &&
      row.answer?.treatment === 'accepted' &&
      !reported.has(probeKey(row)),
  );
  return other ?? usual;
}

/** What an operation does for a caller who is not logged in, or "account" if its body shows who is. */
function kindOf(operation: OperationId): string {
  const { returnsAccount, anonymous } = findOperation(operation) ?? {};
  return returnsAccount ? 'account' : (anonymous ?? 'unknown');
}

/** Returns the last words of a command: variables, kind, address, authorization. */
const target = (probe: Probe): string =>
  `${quoted(variablesOf(probe).join(' '))} ${kindOf(probe.operation)} \\\n  ${requestArguments(probe)}`;

const nameOf = ({ credential, operation }: Probe): string => `${credential} on ${operation}`;

/** Only its status shows an answer from which nothing about the credential follows. */
const treatmentOf = ({ row }: ReportedProbe): string => {
  const treatment = row.answer?.treatment ?? 'inconclusive';
  return treatment === 'inconclusive' ? 'any' : treatment;
};

const callOf = (ticket: Ticket, probe: ReportedProbe): string => {
  const { row } = probe;
  const { place } = credentialNamed(row.credential);
  const mark = ticketRule(ticket.rule)?.mark?.(probe) ?? '';
  const reported = `${row.answer?.status ?? 0} ${treatmentOf(probe)} ${quoted(mark)}`;
  return `probe ${ticket.rule} ${place} ${quoted(nameOf(row))} ${reported} \\\n  ${target(row)}`;
};

/** Returns the function that sends the control of each place. */
function controlsOf(
  places: readonly Place[],
  document: CheckDocument,
  reported: ReadonlySet<string>,
): string {
  const branches = places.map((place) => {
    const probe = controlOf(place, document, reported);
    return `  ${place}) control ${place} ${quoted(nameOf(probe))} ${target(probe)} ;;`;
  });
  return ['# The controls by place.', 'control_of() {', '  case $1 in', ...branches, '  esac', '}'].join(
    '\n',
  );
}

/** Looks up the id of the site at the gateway, as it is open to everybody. */
const CLOUD_ID = String.raw`if [ -z "$JIRA_CLOUD_ID" ] && [ -n "$JIRA_SITE" ]; then
  JIRA_CLOUD_ID=$(get "$JIRA_SITE/_edge/tenant_info" '' -sS | sed -n 's/.*"cloudId" *: *"\([0-9A-Za-z-]*\)".*/\1/p')
fi`;

const NAMES_ABOUT: Readonly<Record<string, string>> = { JIRA_PASSWORD: 'the password of the account' };

const variableLines = (names: readonly string[]): string[] =>
  names.map((name) => {
    const what = ALL_VARIABLES.find((variable) => variable.name === name)?.what ?? NAMES_ABOUT[name] ?? '';
    return comment(`  ${name}: ${what}`);
  });

function head(document: CheckDocument, tickets: readonly Ticket[], names: readonly string[]): string[] {
  const rules = tickets.map(({ rule }) => rule);
  return [
    '#!/bin/sh',
    comment('Sends the requests of a bug report once each, and says whether Jira still behaves as reported.'),
    comment(`The reported answers: ${describeProvenance(document.run.recordings)}.`),
    '#',
    comment(
      `Usage: sh reproduce.sh [RULE ...]   with the rules ${rules.join(', ')}; all of them by default.`,
    ),
    comment('It uses these variables; to set them from a file: set -a; . ./.env; set +a'),
    ...variableLines(names),
    comment('  MAX_TIME: the seconds to wait for one answer; 10 by default'),
    comment('A request whose variable is not set is skipped.'),
    '#',
    comment(
      'First comes the control: a good credential must be accepted, otherwise nothing can be concluded.',
    ),
    comment(
      'An answer is the reported one if its status and the treatment of the credential are: accepted (as the',
    ),
    comment(
      'account), ignored (as for an anonymous caller) or refused. The headers that decide are shown. An answer with',
    ),
    comment('429 or 5xx, a CAPTCHA or a page of a proxy shows nothing, and is without a conclusion.'),
    '#',
    comment('Exit code; the first that applies to all requests together:'),
    comment('  2  nothing was sent: a variable is missing or has an invalid value, or a program is missing'),
    comment('  0  reproduced: at least one request gets the reported answer'),
    comment('  3  no conclusion: the control failed, or a request got no answer or one that shows nothing'),
    comment('  1  not reproduced: every request that was sent gets another answer'),
  ];
}

/** Returns a shell script that sends the requests of tickets. It contains no token. */
export function reproduceText(document: CheckDocument, tickets: readonly Ticket[]): string {
  const probes = tickets.flatMap((ticket) => ticket.probes);
  const [first] = tickets;
  if (!first) {
    return ['#!/bin/sh', "echo 'There is nothing to reproduce: no bug is reported.'", 'exit 2', ''].join(
      '\n',
    );
  }
  const reported = new Set(probes.map(({ row }) => probeKey(row)));
  const places = [...new Set(probes.map(({ row }) => credentialNamed(row.credential).place))];
  const controls = controlsOf(places, document, reported);
  const calls = tickets.flatMap((ticket) => ticket.probes.map((probe) => callOf(ticket, probe)));
  const cloudId = places.includes('gateway') ? [CLOUD_ID] : [];
  const commands = [controls, ...cloudId, ...calls].join('\n');
  const rules = tickets.map(({ rule }) => rule).join(' ');
  return [
    ...head(document, tickets, variablesIn(commands)),
    ...preparationFor(commands),
    'set -eu',
    '',
    FUNCTIONS.replaceAll('@RULES@', rules),
    ...cloudId,
    '',
    controls,
    '',
    ...calls,
    'conclude',
    '',
  ].join('\n');
}

/** Returns the script of a bug report on a run. */
export function reproduceScript(document: CheckDocument): string {
  return reproduceText(document, ticketsOf(document));
}
