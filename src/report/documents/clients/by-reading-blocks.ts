import type { ByReading, Evidence, Integration } from '../../../clients/by-reading.ts';
import { heading, link, paragraph, table, type Block, type Inline, type Line } from '../../blocks/blocks.ts';

/** How the check of an integration does. */
const NOTICES_WORDS: Readonly<Record<Integration['check']['notices'], string>> = {
  yes: 'yes',
  no: 'no',
  indirectly: 'blames something else',
};

/** Returns where everything that is said of an integration was read. */
function placesOf({ version, check, atWork, before }: Integration): Line {
  return [
    ' Read in ',
    ...placeOf(check.evidence, version),
    ...(atWork.evidence ? ['; at work: ', ...placeOf(atWork.evidence, version)] : []),
    '.',
    // The version that was released has the check of today.
    ...(before
      ? [
          ` An earlier check asked ${before.asks} (noticed: ${NOTICES_WORDS[before.notices]}), read in `,
          ...placeOf(before.evidence, undefined),
          '.',
        ]
      : []),
  ];
}

/** Returns where something was read: version and place, or that it is from notes. */
function placeOf(evidence: Evidence, version: string | undefined): Line {
  if (evidence.grade === 'facts')
    return [`notes of ${evidence.read}${evidence.seen === undefined ? '' : `, on ${evidence.seen}`}`];
  const { file, symbol, url } = evidence;
  const at = evidence.grade === 'source' ? `commit ${evidence.commit.slice(0, 10)}` : evidence.version;
  const name = file.slice(file.lastIndexOf('/') + 1);
  return [`${version ?? at}: `, link(url, name), `, ${symbol}`];
}

/** Returns where the question is discussed. */
const issueLinks = ({ issues }: Integration): Inline[] =>
  issues.flatMap((url, i) => [
    i === 0 ? ' Discussed in ' : ', ',
    link(url, url.replace(/^https:\/\/github\.com\/[^/]+\/([^/]+)\/(?:issues|pull)\/(\d+)$/, '$1#$2')),
  ]);

/** Returns the table of integrations whose source was read, and that were not run. */
export function byReadingBlocks({ date, integrations }: ByReading): Block[] {
  const rows = integrations.map((one): Line[] => {
    const { name, repository, check, atWork, why } = one;
    return [
      [link(repository, name)],
      [check.asks],
      [NOTICES_WORDS[check.notices]],
      [atWork.notices],
      [why, ...placesOf(one), ...issueLinks(one)],
    ];
  });
  return [
    heading(2, 'Integrations by reading'),
    paragraph(
      `These were not run: their source was read, at the place and version that is named, last on ${date}. What was not read is not known.`,
    ),
    table(
      [
        ['integration'],
        ['its check asks'],
        ['check notices'],
        ['notices at work'],
        ['why, and where it was read'],
      ],
      rows,
      { label: 'Integrations whose source was read' },
    ),
  ];
}
