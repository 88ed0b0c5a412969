import {
  falseAlarmsOfGuard,
  figuresOf,
  isWithheld,
  measuredUses,
  noticedBy,
  noticedByAll,
  type Noticed,
  type Share,
} from '../../../clients/figures.ts';
import {
  seenIn,
  SITES,
  type MeasuredClient,
  type MeasuredUse,
  type Seen,
  type Site,
} from '../../../clients/measured.ts';
import { GROUPS } from '../../../conformance/scenario.ts';
import { SCENARIOS, type ScenarioId } from '../../../conformance/scenarios.ts';
import { VERDICTS } from '../../../conformance/verdicts.ts';
import {
  anchored,
  facts,
  heading,
  list,
  mono,
  pageOnly,
  paragraph,
  strong,
  table,
  verdict,
  type Block,
  type Inline,
  type Line,
} from '../../blocks/blocks.ts';
import { NOT_REACHED, VERDICT_WORDS } from '../conformance/verdict-words.ts';
import { count, standInSentence } from '../phrases.ts';
import { byReadingBlocks } from './by-reading-blocks.ts';
import type { ClientsDocument } from './clients-document.ts';
import { clientsSentence } from './clients-sentence.ts';

/** What the sites are called in a heading. */
const SITE_WORDS: Readonly<Record<Site, string>> = {
  asItIs: 'as Jira is',
  guard: 'with the guard',
  wanted: 'with 401',
};

/** Stands in place of a cell whose verdict is withheld. */
const WITHHELD = { letter: 'w', means: 'withheld: its maintainers are asked first' };

const shareWords = ({ number, of }: Share): string => (of === 0 ? '–' : `${number} of ${of}`);

const shareCells = (noticed: Noticed): Line[] => SITES.map((site) => [shareWords(noticed[site])]);

const siteHeads: readonly Line[] = SITES.map((site) => [SITE_WORDS[site]]);

/** Returns a text as part of an address within the page, as GitHub makes it of a heading. */
const slug = (...words: string[]): string =>
  words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '');

/** The heading of what was seen, and with that its address. */
const sightTitle = (client: string, use: string, number: number): string => `${client} ${use} ${number + 1}`;

const sightAnchor = (client: string, use: string, number: number): string =>
  slug(...sightTitle(client, use, number).split(' '));

const letterOf = (seen: Seen): string => {
  if (!seen.isReached) return NOT_REACHED.letter;
  return seen.verdict === undefined ? WITHHELD.letter : VERDICT_WORDS[seen.verdict].letter;
};

/** Returns the letters of one use in one scenario, at each site, each of which leads to what was seen. */
function cellLine(client: string, use: MeasuredUse, scenario: ScenarioId): Line {
  const letters = SITES.flatMap((site): Inline[] => {
    const seen = seenIn(use, site, scenario);
    const number = use.cells[site][scenario];
    if (!seen || number === undefined) return [];
    const letter = letterOf(seen);
    if (seen.verdict === undefined) return [letter];
    return [{ href: `#${sightAnchor(client, use.name, number)}`, label: letter }];
  });
  return letters.flatMap((letter, i): Line => (i > 0 ? [' ', letter] : [letter]));
}

const isMeasured = ({ notMeasured }: MeasuredUse): boolean => notMeasured === undefined;

function scenarioTable({ name, uses }: MeasuredClient): Block {
  const shown = uses.filter(isMeasured);
  const rows = SCENARIOS.map(({ id }): Line[] => [[id], ...shown.map((use) => cellLine(name, use, id))]);
  return table([['situation'], ...shown.map((use): Line => [use.name])], rows, {
    label: `What ${name} did in each situation`,
  });
}

/** Returns where something was seen: the scenarios of each site. */
function placesOf({ cells }: MeasuredUse, number: number): Line[] {
  return SITES.flatMap((site): Line[] => {
    const ids = SCENARIOS.map(({ id }) => id).filter((id) => cells[site][id] === number);
    return ids.length === 0 ? [] : [[strong(SITE_WORDS[site]), `: ${ids.join(', ')}`]];
  });
}

/** Returns what a client printed, a line each. */
function printedLines(printed: readonly string[] | undefined): Line[] {
  if (printed === undefined) return [['what it printed is withheld']];
  return printed.length === 0 ? [['printed nothing']] : printed.map((line) => ['printed: ', mono(line)]);
}

function sightBlocks(client: string, use: MeasuredUse, seen: Seen, number: number): Block[] {
  const { requests = [], requestCount = 0, printed, why = '', exitCode } = seen;
  if (seen.verdict === undefined) return [];
  const title = sightTitle(client, use.name, number);
  const more = requestCount - requests.length;
  return [
    anchored(sightAnchor(client, use.name, number), 3, title),
    paragraph(strong(VERDICT_WORDS[seen.verdict].means), `: ${why}`),
    list([
      ...placesOf(use, number),
      ...(typeof exitCode === 'number' ? [[`exit code ${exitCode}`]] : []),
      ...requests.map((request): Line => ['asked: ', mono(request)]),
      ...(more > 0 ? [[`… and ${count(more, 'more request')}`]] : []),
      ...(requestCount === 0 ? [['asked nothing']] : []),
      ...printedLines(printed),
    ]),
  ];
}

/** Where clients of each source come from. */
const SOURCE_WORDS: Readonly<Record<MeasuredClient['source'], string>> = {
  npm: 'npm',
  debian: 'Debian',
  curl: 'this machine',
};

function clientBlocks(client: MeasuredClient): Block[] {
  const { name, package: own, version, source, licence, on, isMcpServer, hasHttpsBuiltIn, uses } = client;
  return [
    anchored(slug(name), 2, name),
    facts([
      [
        'Version',
        [`${own} ${version} of ${SOURCE_WORDS[source]}, ${licence}${isMcpServer ? ', an MCP server' : ''}`],
      ],
      ['Measured', [on]],
      ...uses.map(
        ({ name: use, command, calls, notMeasured }) =>
          [
            use,
            [
              mono(command),
              isMcpServer ? ', tool ' : ', calls ',
              mono(calls),
              ...(notMeasured === undefined ? [] : [`; not measured, because ${notMeasured}`]),
            ],
          ] as const,
      ),
      ...(hasHttpsBuiltIn
        ? [
            [
              'https',
              ['It asks https only: TLS stands in front of the guard, as a reverse proxy would'],
            ] as const,
          ]
        : []),
      ...(uses.some(isWithheld)
        ? [
            [
              'Withheld',
              [
                'What is marked ',
                mono(WITHHELD.letter),
                ', and what the client prints, is not shown yet: ',
                { href: 'disclosure.md', label: 'its maintainers are asked first' },
              ],
            ] as const,
          ]
        : []),
    ]),
    ...(uses.some(isMeasured)
      ? [
          scenarioTable(client),
          ...uses.flatMap((use) => use.seen.flatMap((seen, i) => sightBlocks(name, use, seen, i))),
        ]
      : []),
  ];
}

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
        ' if the program reports a failure, by its exit code or as an error of an MCP tool, that names the credential, or that it does not report with a working token on an empty site: "no such issue" is what both get. The letter of the cell tells more.',
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
