import { isMeasured, isWithheld } from '../../../clients/figures.ts';
import {
  seenIn,
  SITES,
  type MeasuredClient,
  type MeasuredUse,
  type Seen,
} from '../../../clients/measured.ts';
import { SCENARIOS, type ScenarioId } from '../../../conformance/scenarios.ts';
import {
  anchored,
  facts,
  list,
  mono,
  paragraph,
  strong,
  table,
  type Block,
  type Inline,
  type Line,
} from '../../blocks/blocks.ts';
import { NOT_REACHED, VERDICT_WORDS } from '../conformance/verdict-words.ts';
import { count } from '../phrases.ts';
import { SITE_WORDS, slug, WITHHELD } from './clients-words.ts';

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
  curl: 'the system',
};

/** A fact of a client, and its name. */
type Fact = readonly [string, Line];

/** Returns how a use is run, and why it was not measured if it was not. */
const useFact = (isMcpServer: boolean, { name, command, calls, notMeasured }: MeasuredUse): Fact => [
  name,
  [
    mono(command),
    isMcpServer ? ', tool ' : ', calls ',
    mono(calls),
    ...(notMeasured === undefined ? [] : [`; not measured, because ${notMeasured}`]),
  ],
];

const HTTPS: Fact = [
  'https',
  ['It asks https only: TLS stands in front of the guard, as a reverse proxy would'],
];

const WITHHELD_FACT: Fact = [
  'Withheld',
  [
    'What is marked ',
    mono(WITHHELD.letter),
    ', and what the client prints, is not shown yet: ',
    { href: 'disclosure.md', label: 'its maintainers are asked first' },
  ],
];

function factsOf(client: MeasuredClient): Fact[] {
  const { package: own, version, source, licence, on, isMcpServer, hasHttpsBuiltIn, uses } = client;
  const kind = isMcpServer ? ', an MCP server' : '';
  return [
    ['Version', [`${own} ${version} of ${SOURCE_WORDS[source]}, ${licence}${kind}`]],
    ['Measured', [on]],
    ...uses.map((use) => useFact(isMcpServer, use)),
    ...(hasHttpsBuiltIn ? [HTTPS] : []),
    ...(uses.some(isWithheld) ? [WITHHELD_FACT] : []),
  ];
}

/** Returns a client with its uses, a cell for each situation, and what was seen. */
export function clientBlocks(client: MeasuredClient): Block[] {
  const { name, uses } = client;
  const title = [anchored(slug(name), 2, name), facts(factsOf(client))];
  if (!uses.some(isMeasured)) return title;
  return [
    ...title,
    scenarioTable(client),
    ...uses.flatMap((use) => use.seen.flatMap((seen, i) => sightBlocks(name, use, seen, i))),
  ];
}
