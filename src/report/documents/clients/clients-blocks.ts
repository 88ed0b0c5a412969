import {
  falseAlarmsOfGuard,
  figuresOf,
  isMeasured,
  measuredUses,
  noticedBy,
  noticedByAll,
  type Noticed,
  type Share,
} from '../../../clients/figures.ts';
import { SITES, type MeasuredClient, type MeasuredUse } from '../../../clients/measured.ts';
import { GROUPS } from '../../../conformance/scenario.ts';
import { SCENARIOS } from '../../../conformance/scenarios.ts';
import { VERDICTS } from '../../../conformance/verdicts.ts';
import {
  heading,
  list,
  mono,
  pageOnly,
  paragraph,
  strong,
  table,
  verdict,
  type Block,
  type Line,
} from '../../blocks/blocks.ts';
import { NOT_REACHED, VERDICT_WORDS } from '../conformance/verdict-words.ts';
import { standInSentence } from '../phrases.ts';
import { byReadingBlocks } from './by-reading-blocks.ts';
import { clientBlocks } from './client-blocks.ts';
import type { ClientsDocument } from './clients-document.ts';
import { clientsSentence } from './clients-sentence.ts';
import { SITE_WORDS, slug, WITHHELD } from './clients-words.ts';

const shareWords = ({ number, of }: Share): string => (of === 0 ? '–' : `${number} of ${of}`);

const shareCells = (noticed: Noticed): Line[] => SITES.map((site) => [shareWords(noticed[site])]);

const siteHeads: readonly Line[] = SITES.map((site) => [SITE_WORDS[site]]);

/** Returns the table of all uses: how often each noticed a dead token. */
function usesTable(clients: readonly MeasuredClient[]): Block {
  const rows = clients.flatMap(({ name, version, uses }) =>
    uses
      .filter(isMeasured)
      .map((use, i): Line[] => [
        i === 0 ? [{ href: `#${slug(name)}`, label: name }, ` ${version}`] : [''],
        [use.name],
        ...shareCells(noticedBy(use)),
      ]),
  );
  return table([['client'], ['use'], ...siteHeads], rows, {
    label: 'In how many cases each use noticed a dead token',
  });
}

/** The uses of clients, in the order of a table, and what they do. */
const USE_WORDS: Readonly<Record<string, string>> = {
  list: 'list projects',
  search: 'search issues',
  issue: 'read an issue',
  check: 'check the token',
  release: 'release a version',
};

/** Returns the table by kind of use, over all clients. */
function kindsTable(uses: readonly MeasuredUse[]): Block {
  const rows = Object.entries(USE_WORDS).map(([kind, words]): Line[] => {
    const own = uses.filter(({ name }) => name === kind);
    return [[words], [String(own.length)], ...shareCells(noticedByAll(own))];
  });
  return table([['what a program does'], ['clients'], ...siteHeads], rows, {
    label: 'In how many cases a dead token was noticed, by what a program does',
  });
}

/** What each letter of a cell means. */
const legend = (): Line =>
  [...VERDICTS.map((own) => VERDICT_WORDS[own]), NOT_REACHED, WITHHELD].flatMap(
    ({ letter, means }, i): Line => [i > 0 ? ' · ' : '', mono(letter), ` ${means}`],
  );

/** Returns how the measurement is to be read. */
function readingBlocks(): Block[] {
  return [
    heading(2, 'How to read it'),
    list([
      [
        'A case is one use in one situation in which the program has a credential that does not work, or stops working. It counts as ',
        strong('noticed'),
        ' if the program reports a failure, by its exit code or in the answer of an MCP tool, that names the credential, or that it does not report with a working token on an empty site: "no such issue" is what both get. The letter of the cell tells more.',
      ],
      [
        strong(SITE_WORDS.asItIs),
        ': the site answers as Jira Cloud was measured to in 2026-09. ',
        strong(SITE_WORDS.guard),
        ': ',
        { href: 'guard.md', label: 'npm run guard' },
        ' stands in front of it. ',
        strong(SITE_WORDS.wanted),
        ': the site answers 401 to every invalid token, as it should. A cell has a letter for each, in this order.',
      ],
      [
        'The commands are drivers of a few lines in ',
        mono('fixtures/clients/'),
        ', run in the folder of the client by the ',
        { href: 'conformance.md', label: 'conformance kit' },
        '. ',
        mono('npm run clients'),
        ' measures everything anew.',
      ],
    ]),
    paragraph(...legend()),
    table(
      [['situation'], ['what is the case'], ['group']],
      SCENARIOS.map(({ id, group, sentence }): Line[] => [[id], [sentence], [GROUPS[group]]]),
      { label: 'The situations' },
    ),
  ];
}

/** Returns the shortest report, for --quiet: the sentence that sums it up. */
export function briefClients({ measured }: ClientsDocument): Block[] {
  return [verdict(false, clientsSentence(figuresOf(measured)))];
}

/** Returns the table of clients: the figures, each use, each client with what was seen, and what was found by reading. */
export function clientsBlocks({ measured, byReading }: ClientsDocument): Block[] {
  const { clients, origin } = measured;
  const uses = measuredUses(clients);
  const alarms = falseAlarmsOfGuard(uses);
  return [
    heading(1, 'Which clients of Jira notice a dead token'),
    verdict(false, clientsSentence(figuresOf(measured))),
    paragraph(
      `The guard blamed a token that works in ${shareWords(alarms)} cases: controls, and what only looks like a dead token. ${standInSentence(origin)}`,
    ),
    kindsTable(uses),
    heading(2, 'Clients that were run'),
    usesTable(clients),
    pageOnly(...readingBlocks(), ...byReadingBlocks(byReading), ...clients.flatMap(clientBlocks)),
  ];
}
