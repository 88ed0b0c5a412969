import { ruleSentence } from '../../change/rules.ts';
import { describeChange } from '../../change/describe-change.ts';
import { credentialNamed } from '../../contract/credentials.ts';
import { JRACLOUD_93811 } from '../../contract/sources.ts';
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
  type Block,
  type Line,
} from '../blocks/blocks.ts';
import { curlCommand, PREPARATION } from '../by-hand/curl.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { revocationBlocks } from '../documents/revocation/revocation-blocks.ts';
import { answerWords, count, describeProvenance, formatDates } from '../documents/phrases.ts';
import { reportedProbes, type ReportedProbe } from './reported-probes.ts';

/** Most operations that run anonymously document 401 "if the authentication credentials are incorrect or missing". */
const DOCUMENTATION = 'https://developer.atlassian.com/cloud/jira/platform/swagger-v3.v3.json';

const headerOf = ({ row }: ReportedProbe, name: string): string => {
  const value = row.response?.headers?.[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Returns the title: what is wrong, with the first probe as the example. */
function titleOf({ row, change }: ReportedProbe): string {
  if (change)
    return `Jira Cloud REST API: ${ruleSentence(change.rule).replace(/\.$/, '')} (${row.credential}, ${row.operation})`;
  return `Jira Cloud REST API: ${credentialNamed(row.credential).noun} on ${row.operation} returns ${row.answer?.status} instead of 401`;
}

/** Describes the first probe in two sentences. */
function summaryOf(first: ReportedProbe): Block {
  const story = first.change && describeChange(first.change);
  if (story) return paragraph(story.description);
  const noun = capital(credentialNamed(first.row.credential).noun);
  return paragraph(
    `${noun} on ${first.row.operation} returns ${first.row.answer?.status} instead of 401. `,
    'From this response a client cannot tell that its token does not work.',
  );
}

const probeRow = (subject: ReportedProbe): Line[] => {
  const { row, change } = subject;
  return [
    [row.credential],
    [mono(row.operation)],
    [answerWords(row.answer ?? null)],
    [change ? answerWords(change.before) : '–'],
    [row.at ?? row.sources[0]?.date ?? ''],
    [mono(headerOf(subject, 'atl-traceid'))],
    [mono(headerOf(subject, 'x-arequestid'))],
  ];
};

const COLUMNS: Line[] = [
  ['credential'],
  ['operation'],
  ['answer'],
  ['before'],
  ['time (UTC)'],
  ['atl-traceid'],
  ['x-arequestid'],
];

function lastDifferent({ diff }: CheckDocument, subjects: readonly ReportedProbe[]): Block {
  const changed = subjects.some(({ change }) => change);
  return diff && changed
    ? paragraph(
        `Last different behaviour: ${diff.base.name}, ${formatDates(diff.base.dates)} (${describeProvenance(diff.base)}).`,
      )
    : paragraph('This run does not show when Jira last behaved differently.');
}

function sourcesOf(subjects: readonly ReportedProbe[]): Block[] {
  const cited = subjects.flatMap(({ row, change }) => [...row.sources, ...(change?.sources ?? [])]);
  const unique = [...new Map(cited.map((source) => [`${source.source} ${source.date}`, source])).values()];
  if (unique.length === 0) return [];
  const items = unique.map(({ date, grade, source, note }): Line => [
    link(source, `${date}, ${grade}`),
    `: ${note}`,
  ]);
  return [heading(2, 'Public sources'), list(items)];
}

/** Returns a bug report that needs no knowledge of this project. */
export function bugReportBlocks(document: CheckDocument): Block[] {
  const probes = reportedProbes(document);
  const [first] = probes;
  const { run } = document;
  if (!first) {
    return [
      heading(1, 'Nothing to report'),
      paragraph('No probe changed for the worse, breaks the contract, or awaits a fix.'),
    ];
  }
  const { recordings } = run;
  const site = recordings.origin === 'transcribed' ? 'several sites, see the sources' : recordings.site;
  return [
    heading(1, titleOf(first)),
    heading(2, 'Summary'),
    summaryOf(first),
    heading(2, 'Steps to reproduce'),
    numbered([
      [
        'Take a Jira Cloud site, an account, and an API token of that account. Set the variables below to them.',
      ],
      [`Create the credential: ${credentialNamed(first.row.credential).sentence}`],
      ['Send the request. The script ', mono('reproduce.sh'), ' sends all requests of this report.'],
    ]),
    code('sh', [...PREPARATION, curlCommand(first.row)].join('\n')),
    heading(2, 'Expected'),
    paragraph(
      '401 for every invalid credential, on every operation. ',
      link(DOCUMENTATION, "Atlassian's API description"),
      ' documents 401 for credentials that are incorrect or missing, also for operations that can be run anonymously. Requested in ',
      link(JRACLOUD_93811, 'JRACLOUD-93811'),
      '.',
    ),
    heading(2, 'Actual'),
    paragraph(`${count(probes.length, 'probe')} of this run:`),
    table(COLUMNS, probes.map(probeRow)),
    lastDifferent(document, probes),
    heading(2, 'Environment'),
    list([
      [strong('Site:'), ` ${site}`],
      [strong('Origin of the answers:'), ` ${describeProvenance(recordings)}`],
      [strong('Tool:'), ` ${run.tool}`],
      [
        'Attached: ',
        mono('evidence.har'),
        ', ',
        mono('report.html'),
        ', ',
        mono('matrix.png'),
        ', ',
        mono('run.json'),
        '; the contract for Pact, as it is and as requested: ',
        mono('as-it-is.pact.json'),
        ', ',
        mono('wanted.pact.json'),
      ],
    ]),
    ...(document.revocations ? revocationBlocks(document.revocations) : []),
    ...sourcesOf(probes),
  ];
}
