import { capitalise } from '../../capitalise.ts';
import { describeChange } from '../../change/describe-change.ts';
import type { ClientsFigures } from '../../clients/figures.ts';
import { credentialNamed } from '../../contract/credentials.ts';
import type { Run } from '../../run/run.ts';
import {
  code,
  heading,
  link,
  list,
  mono,
  numbered,
  paragraph,
  strong,
  table,
  texts,
  type Block,
  type Line,
} from '../blocks/blocks.ts';
import { requestArguments, standaloneCommand, variablesIn } from '../by-hand/curl.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { fixSentence } from '../documents/clients/clients-sentence.ts';
import { answerWords, count, describeProvenance, groupBy, siteLabel } from '../documents/phrases.ts';
import { requestLines, responseLines } from '../exchange-text.ts';
import { frequencyOf } from './frequency.ts';
import { plainly, ticketRule, type TicketRule } from './ticket-rules.ts';
import type { ReportedProbe } from './reported-probe.ts';
import type { Ticket } from './tickets.ts';

/** The data of a ticket: a run, and how clients that people use take a dead token. */
export type TicketDocument = CheckDocument & { readonly clients?: ClientsFigures | undefined };

/** Bounds that keep a ticket within the 32,767 characters of a field of Jira, with room to spare. */
const MAX = { rows: 6, names: 10, ids: 4, sources: 4, note: 240, lines: 24, line: 200 } as const;

const shortened = (text: string, max: number): string =>
  text.length > max ? `${text.slice(0, max).toWellFormed()}…` : text;

/** Returns the first items, and a last one that counts the others. */
function few<T>(items: readonly T[], max: number, rest: (number: number) => T): T[] {
  return items.length <= max ? [...items] : [...items.slice(0, max), rest(items.length - max)];
}

/** Returns how much of the response of a probe is on record. */
const recorded = ({ row: { response } }: ReportedProbe): number =>
  Object.keys(response?.headers ?? {}).length +
  (response?.absent?.length ?? 0) +
  (response?.body === undefined ? 0 : 1);

/** Returns the example: of the probes treated as most are, that with the most of its response on record. */
function exampleOf({ probes }: Ticket): ReportedProbe {
  const [largest] = groupBy(probes, ({ row }) => row.answer?.treatment ?? '').toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  return (largest?.[1] ?? probes).reduce((best, probe) => (recorded(probe) > recorded(best) ? probe : best));
}

/** Names what a report is about; it distinguishes the stand-in from Jira. */
export function subjectOf({ recordings }: Run): string {
  return recordings.origin === 'stand-in' ? 'The stand-in, which is not Jira' : 'Jira Cloud REST API';
}

/** Returns the summary line of a ticket: what is wrong, with an example. */
function ticketTitle({ run }: CheckDocument, ticket: Ticket): string {
  const { rule } = ticket;
  const { row } = exampleOf(ticket);
  const sentence = (ticketRule(rule)?.sentence ?? rule).replace(/\.$/, '');
  return `${subjectOf(run)}: ${sentence} (${credentialNamed(row.credential).noun}, ${row.operation})`;
}

/** Describes what happened to the example. */
function story(example: ReportedProbe, rule: TicketRule): string {
  const { row, change } = example;
  const explanation = change && describeChange(change);
  if (explanation) return explanation.description;
  const noun = capitalise(credentialNamed(row.credential).noun);
  return `${noun} on ${row.operation} gets ${row.answer ? plainly(row.answer) : 'no answer'}. Expected: ${rule.expected(example)}.`;
}

const stepsTo = (rule: string, first: ReportedProbe): Block[] => [
  heading(2, 'Steps to Reproduce'),
  numbered([
    [
      'Take a Jira Cloud site, an account and an API token of that account. Check that the token works: ',
      mono('GET /rest/api/3/myself'),
      ' must return 200 and the account.',
    ],
    [`Make the credential. ${credentialNamed(first.row.credential).sentence}`],
    [
      `Send the request below; shell variables stand for your own values (${variablesIn(requestArguments(first.row)).join(', ')}).`,
    ],
    [
      'Or run ',
      mono(`sh reproduce.sh ${rule}`),
      ', which checks the token, sends all requests of this ticket, and compares the answers.',
    ],
  ]),
  code('sh', standaloneCommand(first.row)),
];

const expectedResults = (rule: TicketRule, ticket: Ticket): Block[] => {
  const groups = groupBy(ticket.probes, rule.expected).map(([expected, group]): Line => [
    strong(expected),
    `: ${subjects(group)}`,
  ]);
  return [
    heading(2, 'Expected Results'),
    list(few(groups, MAX.rows, (rest) => [`and ${count(rest, 'other expectation')}`])),
    paragraph(...rule.why(exampleOf(ticket))),
  ];
};

/** Names the credentials of probes, and of few probes the operations. */
function subjects(probes: readonly ReportedProbe[]): string {
  const names = groupBy(probes, ({ row }) => row.credential).map(([credential, group]) => {
    const [{ row }] = group;
    return `${credential} on ${group.length === 1 ? row.operation : count(group.length, 'operation')}`;
  });
  return few(names, MAX.rows, (rest) => `${rest} more`).join(', ');
}

const headerOf = ({ row }: ReportedProbe, name: string): string =>
  [row.response?.headers?.[name] ?? []].flat()[0] ?? '';

/** The headers that decide come first. */
const DECISIVE = [
  'x-aaccountid',
  'x-seraph-loginreason',
  'x-failure-category',
  'www-authenticate',
  'location',
];

const rankOf = (line: string): number => {
  const rank = DECISIVE.findIndex((name) => new RegExp(`^\\(?(?:no )?${name}\\b`).test(line));
  return rank < 0 ? DECISIVE.length : rank;
};

/** Returns an exchange as it went over the wire, as far as it was kept: a secret never is. */
function rawExchange({ row }: ReportedProbe): string {
  const { response } = row;
  if (!response) return [...requestLines(row), '', `HTTP ${row.answer?.status ?? ''}`].join('\n');
  const isStored = { ...response, body: undefined };
  const [status = '', ...headers] = responseLines(isStored);
  const body = responseLines(response).slice(headers.length + 1);
  const lines = [
    ...requestLines(row),
    '',
    status,
    ...headers.toSorted((a, b) => rankOf(a) - rankOf(b)),
    ...(body.length > 0 ? ['', ...body] : []),
  ];
  return few(lines, MAX.lines, (rest) => `(${count(rest, 'more line')})`)
    .map((line) => shortened(line, MAX.line))
    .join('\n');
}

const listed = (names: readonly string[]): string =>
  few(names, MAX.names, (rest) => `and ${rest} more`).join(', ');

/** Describes what happened to the answer; equal for probes with the same answers before and after. */
const turnOf = ({ row, change }: ReportedProbe): string =>
  `${answerWords(change?.before ?? null)} → ${answerWords(row.answer ?? null)}`;

/** Returns a row for all probes with the same answers, credentials and operations. */
function answersOf({ probes }: Ticket): Line[][] {
  const rows = groupBy(probes, turnOf).flatMap(([, group]) => {
    const byOperation = groupBy(group, ({ row }) => row.operation).map(([operation, same]) => ({
      operation,
      credentials: listed(same.map(({ row }) => row.credential)),
    }));
    const [{ row, change }] = group;
    return groupBy(byOperation, ({ credentials }) => credentials).map(([credentials, same]): Line[] => [
      [credentials],
      [mono(listed(same.map(({ operation }) => operation)))],
      [answerWords(row.answer ?? null)],
      [change ? answerWords(change.before) : '–'],
    ]);
  });
  return few(rows, MAX.rows, (rest) => [[`and ${count(rest, 'more line')} in run.json`], [], [], []]);
}

/** Returns the ids by which Atlassian finds requests in its logs. */
function requestIds({ probes }: Ticket): Block[] {
  const known = probes.filter((probe) => headerOf(probe, 'atl-traceid') || headerOf(probe, 'x-arequestid'));
  if (known.length === 0) return [];
  return [
    table(
      texts('request', 'time (UTC)', 'atl-traceid', 'x-arequestid'),
      known
        .slice(0, MAX.ids)
        .map((probe): Line[] => [
          [`${probe.row.credential} on ${probe.row.operation}`],
          [probe.row.at ?? ''],
          [mono(headerOf(probe, 'atl-traceid'))],
          [mono(headerOf(probe, 'x-arequestid'))],
        ]),
      { label: 'Request ids' },
    ),
  ];
}

const actualResults = (ticket: Ticket): Block[] => {
  const first = exampleOf(ticket);
  return [
    heading(2, 'Actual Results'),
    paragraph(
      `${capitalise(credentialNamed(first.row.credential).noun)} on ${first.row.operation}, as stored: values of the site and its users are replaced, and “(no …)” is a header that was absent.`,
    ),
    code('http', rawExchange(first)),
    paragraph(
      `${count(ticket.probes.length, 'probe')} (“accepted” means as the account, “ignored” as for an anonymous caller):`,
    ),
    table(texts('credentials', 'operations', 'answer', 'before'), answersOf(ticket), { label: 'Answers' }),
    ...requestIds(ticket),
  ];
};

function environment({ run, clients }: TicketDocument): Block[] {
  const { recordings } = run;
  const site =
    recordings.origin === 'transcribed'
      ? 'several sites, see the sources'
      : siteLabel(recordings.site, recordings.origin);
  return [
    heading(2, 'Environment'),
    list([
      [strong('Site:'), ` ${site}`],
      [strong('Origin of the answers:'), ` ${describeProvenance(recordings)}`],
      [strong('Tool:'), ` ${run.tool}`],
      [
        'Attached: ',
        mono('reproduce.sh'),
        ', ',
        mono('evidence.har'),
        ', ',
        mono('report.html'),
        ', ',
        mono('matrix.png'),
        ', ',
        mono('run.json'),
        ...(clients ? [', ', mono('clients.png')] : []),
      ],
    ]),
  ];
}

function sourcesOf({ probes }: Ticket): Block[] {
  const cited = probes.flatMap(({ row, change }) => [...row.sources, ...(change?.sources ?? [])]);
  const unique = [...new Map(cited.map((source) => [`${source.source} ${source.date}`, source])).values()];
  if (unique.length === 0) return [];
  const items = unique.map(({ date, grade, source, note }): Line => [
    link(source, `${date}, ${grade}`),
    `: ${shortened(note, MAX.note)}`,
  ]);
  return [
    heading(2, 'Public sources'),
    list(few(items, MAX.sources, (rest) => [`and ${rest} more in run.json`])),
  ];
}

const isIgnored = ({ row }: ReportedProbe): boolean =>
  credentialNamed(row.credential).standing === 'invalid' && row.answer?.treatment === 'ignored';

/** Returns what a fix would do for clients, where an invalid credential is ignored. */
export function fixBlocks({ clients }: TicketDocument, tickets: readonly Ticket[]): Block[] {
  if (!clients || !tickets.some(({ probes }) => probes.some(isIgnored))) return [];
  return [paragraph(fixSentence(clients), ' Each client is in ', mono('clients.png'), '.')];
}

/** Returns a bug report on one rule. It needs no knowledge of this project. */
export function ticketBlocks(document: TicketDocument, ticket: Ticket): Block[] {
  const rule = ticketRule(ticket.rule);
  if (!rule) return [];
  const example = exampleOf(ticket);
  return [
    heading(1, ticketTitle(document, ticket)),
    heading(2, 'Issue Summary'),
    paragraph(strong(rule.sentence), ` ${story(example, rule)}`),
    ...stepsTo(ticket.rule, example),
    ...expectedResults(rule, ticket),
    ...actualResults(ticket),
    heading(2, 'Workaround'),
    paragraph(rule.workaround(example)),
    heading(2, 'Impact'),
    paragraph(rule.impact),
    ...fixBlocks(document, [ticket]),
    heading(2, 'Frequency'),
    list(frequencyOf(document, ticket).map((sentence): Line => [sentence])),
    ...environment(document),
    ...sourcesOf(ticket),
  ];
}
