import { JRACLOUD_93811 } from '../../contract/sources.ts';
import {
  heading,
  link,
  list,
  mono,
  paragraph,
  table,
  texts,
  type Block,
  type Line,
} from '../blocks/blocks.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { count, describeProvenance } from '../documents/phrases.ts';
import { revocationBlocks } from '../documents/revocation/revocation-blocks.ts';
import { fixBlocks, subjectOf, ticketBlocks, type TicketDocument } from './ticket-blocks.ts';
import { ticketRule, type TicketRuleId } from './ticket-rules.ts';
import { improvedProbes, ticketsOf, type Ticket } from './tickets.ts';

/** The data of a bug report. */
export type BugReportDocument = TicketDocument & {
  /** The rule of the ticket to write; by default the only one, or an index of several. */
  readonly rule?: TicketRuleId | undefined;
};

/** Returns the name of the files of a ticket, without their extension. */
export function ticketName(rule: string): string {
  return `bug-report-${rule}`;
}

function improvements(document: CheckDocument): Block[] {
  const improved = improvedProbes(document);
  if (improved.length === 0) return [];
  const [first] = improved;
  return [
    paragraph(
      `There is no ticket for improvements: ${count(improved.length, 'probe')} got better, such as ${first?.credential} on ${first?.operation}.`,
    ),
  ];
}

const indexRow = ({ rule, level, probes }: Ticket): Line[] => [
  [mono(`${ticketName(rule)}.md`)],
  [level],
  [ticketRule(rule)?.sentence ?? rule],
  [ticketRule(rule)?.expected(probes[0]) ?? ''],
  [String(probes.length)],
];

/** Returns an index of several tickets. */
function indexBlocks(document: TicketDocument, tickets: readonly Ticket[]): Block[] {
  const { run, diff, revocations } = document;
  return [
    heading(1, `${subjectOf(run)}: ${count(tickets.length, 'bug')}, one ticket each`),
    paragraph(
      `Each line is a bug of its own. File one ticket for each. Answers: ${describeProvenance(run.recordings)}.`,
      diff ? ` Compared with ${diff.base.name}, ${describeProvenance(diff.base)}.` : '',
    ),
    table(texts('ticket', 'level', 'what is wrong', 'expected', 'probes'), tickets.map(indexRow), {
      label: 'Tickets',
    }),
    list([
      [
        mono('.md'),
        ' is Markdown, ',
        mono('.wiki'),
        ' is for the editor of jira.atlassian.com, ',
        mono('.adf.json'),
        ' is for the REST API of Jira.',
      ],
      [
        'Attach ',
        mono('reproduce.sh'),
        ', ',
        mono('evidence.har'),
        ' and ',
        mono('report.html'),
        ' to each. ',
        mono(`sh reproduce.sh ${tickets[0]?.rule ?? ''}`),
        ' sends the requests of that ticket only.',
      ],
      [
        'Related: ',
        link(JRACLOUD_93811, 'JRACLOUD-93811'),
        ', which asks for 401 for every invalid credential.',
      ],
    ]),
    ...fixBlocks(document, tickets),
    ...improvements(document),
    ...(revocations ? revocationBlocks(revocations) : []),
  ];
}

/** Returns the bug report of a run: one ticket, or an index if there are several. */
export function bugReportBlocks(document: BugReportDocument): Block[] {
  const { rule } = document;
  const all = ticketsOf(document);
  const tickets = all.filter((ticket) => rule === undefined || ticket.rule === rule);
  const [ticket, ...others] = tickets;
  if (!ticket) {
    return [
      heading(1, 'Nothing to report'),
      paragraph('No probe changed for the worse, breaks the contract, or awaits a fix.'),
      ...improvements(document),
    ];
  }
  if (others.length > 0) return indexBlocks(document, tickets);
  // What is about the site as a whole stands in the index if there is one.
  const { revocations } = document;
  const whole =
    all.length > 1 ? [] : [...(revocations ? revocationBlocks(revocations) : []), ...improvements(document)];
  return [...ticketBlocks(document, ticket), ...whole];
}
