import { LEVELS } from '../../../conformance/level.ts';
import { requestText } from '../../../conformance/observation.ts';
import type { ConformanceResult, ListedRequest, UseResult } from '../../../conformance/result.ts';
import { GROUPS } from '../../../conformance/scenario.ts';
import { SCENARIOS, scenarioNamed } from '../../../conformance/scenarios.ts';
import { isFailing, VERDICTS } from '../../../conformance/verdicts.ts';
import {
  anchored,
  code,
  details,
  facts,
  group,
  heading,
  list,
  mono,
  paragraph,
  strong,
  verdict,
  type Block,
  type Line,
  type MatrixCell,
} from '../../blocks/blocks.ts';
import { count, standInSentence } from '../phrases.ts';
import { failsControl, messageOf, provenFailures, type Failure } from './failures.ts';
import { SNIPPETS, type Snippet } from './snippets.ts';
import { CONTROL_ADVICE, NOT_REACHED, TIME_ADVICE, VERDICT_WORDS } from './verdict-words.ts';

/** Number of lines of an output, of characters of a line, of requests and of other scenarios that a failure shows. */
const SHOWN = { lines: 6, characters: 160, requests: 6, scenarios: 8 };

/** Signs beside a letter. */
const SIGNS = { unexpected: '!', known: '✓', none: ' ' } as const;

/** Returns the sentence that stands first. */
export function conformanceVerdict({ results, inconclusive, exitCode }: ConformanceResult): string {
  if (exitCode === 3) return `Nothing is proven. ${inconclusive.join(' ')}`;
  const dead = results.filter(
    ({ scenario, isReached }) => isReached && scenarioNamed(scenario).expects === 'notice',
  );
  const named = dead.filter(({ verdict: own }) => own === 'named').length;
  const misled = dead.filter(({ verdict: own }) => own === 'misled').length;
  const unexpected = results.filter((one) => one.isUnexpected && isFailing(one.verdict)).length;
  const passing = results.filter((one) => one.isUnexpected && !isFailing(one.verdict)).length;
  return [
    dead.length === 0
      ? 'It met no credential that does not work.'
      : `Where its credential does not work, it said so in ${named} of ${count(dead.length, 'case')}${misled > 0 ? `, and blamed something else in ${misled}` : ''}.`,
    ...(unexpected > 0 ? [`${count(unexpected, 'new failure')}.`] : []),
    ...(passing > 0 ? [`${count(passing, 'known failure')} passed: remove it from the file.`] : []),
    ...(exitCode === 0 && results.some((one) => isFailing(one.verdict)) ? ['All failures are known.'] : []),
    ...(inconclusive.length > 0 ? [`Not proven: ${inconclusive.join(' ')}`] : []),
  ].join(' ');
}

function matrixBlock({ uses, results }: ConformanceResult): Block {
  const columns = SCENARIOS.filter(({ id }) => results.some(({ scenario }) => scenario === id));
  const cellOf = (use: string, id: string): MatrixCell => {
    const found = results.find((one) => one.use === use && one.scenario === id);
    if (!found) return { letter: ' ', sign: SIGNS.none };
    const { letter } = found.isReached ? VERDICT_WORDS[found.verdict] : NOT_REACHED;
    const sign = found.isUnexpected ? SIGNS.unexpected : found.known ? SIGNS.known : SIGNS.none;
    return { letter, sign };
  };
  const present = new Set(results.map(({ verdict: own }) => own));
  const legend = VERDICTS.filter((own) => present.has(own)).map((own) => VERDICT_WORDS[own]);
  return {
    kind: 'matrix',
    matrix: {
      axes: 'Uses down, scenarios across',
      columns: columns.map(({ id }) => ({ id: `${id}: ${scenarioNamed(id).sentence}`, short: id })),
      lines: uses.map(({ name }) => ({
        credential: name,
        cells: columns.map(({ id }) => cellOf(name, id)),
      })),
    },
    legend: [
      ...legend.map(({ letter, means }) => [letter, means] as const),
      ...(results.some(({ isReached }) => !isReached)
        ? [[NOT_REACHED.letter, NOT_REACHED.means] as const]
        : []),
      [SIGNS.unexpected, 'fails the run'],
      ...(results.some(({ known }) => known) ? [[SIGNS.known, 'known'] as const] : []),
    ],
  };
}

const requestLine = (request: ListedRequest): Line => [
  mono(requestText(request)),
  ` → ${request.status ?? 'no answer'}, ${CALLER[request.answeredFor ?? ''] ?? 'as anonymous'}`,
];

/** How a request was answered. */
const CALLER: Readonly<Record<string, string>> = {
  account: 'for the account',
  refused: 'refused',
  fault: 'in trouble',
};

/** Returns the first items, and how many are left out. */
function firstOf<T>(items: readonly T[], most: number, total = items.length): [readonly T[], string] {
  const rest = total - Math.min(most, items.length);
  return [items.slice(0, most), rest > 0 ? `… and ${rest} more` : ''];
}

function otherScenarios({ all }: Failure): Block[] {
  if (all.length < 2) return [];
  const [names, more] = firstOf(
    all.slice(1).map(({ scenario }) => scenario),
    SHOWN.scenarios,
  );
  return [paragraph(`The same in: ${names.join(', ')}${more === '' ? '' : ` ${more}`}.`)];
}

/** Returns the first and the last lines: some languages print an error at the end of its trace. */
function shortened(lines: readonly string[]): Line[] {
  const shown = (some: readonly string[]): Line[] =>
    some.map((line) => [
      mono(line.length > SHOWN.characters ? `${line.slice(0, SHOWN.characters).toWellFormed()}…` : line),
    ]);
  const half = SHOWN.lines / 2;
  const rest = lines.length - SHOWN.lines;
  return rest <= 0
    ? shown(lines)
    : [...shown(lines.slice(0, half)), [`… ${count(rest, 'more line')} …`], ...shown(lines.slice(-half))];
}

function outputBlocks({ example: { output } }: Failure): Block[] {
  const printed = [...output.stdout, ...output.stderr].filter((line) => line.trim() !== '');
  if (printed.length === 0) return [paragraph('It printed nothing.')];
  return [paragraph('It printed:'), list(shortened(printed))];
}

function requestBlocks({ example: { requests, requestCount } }: Failure): Block[] {
  if (requests.length === 0) return [paragraph('It asked nothing of the site.')];
  const [shown, more] = firstOf(requests, SHOWN.requests, requestCount);
  return [
    paragraph('It asked:'),
    list([...shown.map(requestLine), ...(more === '' ? [] : [[more] as Line])]),
  ];
}

/** What to do about a failure. What was said before is not said again. */
interface Advice {
  readonly advice: string;
  readonly snippet: Snippet | undefined;
}

/** Returns the advice on a failure, with code in the language of the program. */
function adviceOn({ example, passes }: Failure, uses: readonly UseResult[]): Advice {
  if (passes) return { advice: '', snippet: undefined };
  if (example.ending === 'time limit' && ['false-alarm', 'misled'].includes(example.verdict))
    return { advice: TIME_ADVICE, snippet: undefined };
  if (failsControl(example)) return { advice: CONTROL_ADVICE, snippet: undefined };
  const { advice, needsCheck } = VERDICT_WORDS[example.verdict];
  const language = uses.find(({ name }) => name === example.use)?.language ?? 'unknown';
  return { advice, snippet: needsCheck && language !== 'unknown' ? SNIPPETS[language] : undefined };
}

function adviceBlocks({ advice, snippet }: Advice, before: readonly Advice[]): Block[] {
  if (advice === '') return [];
  if (before.some((one) => one.advice === advice && one.snippet === snippet))
    return [paragraph(strong('What to do:'), ' as above.')];
  const isNew = snippet !== undefined && before.every((one) => one.snippet !== snippet);
  return [
    paragraph(strong('What to do:'), ` ${advice}`),
    ...(isNew ? [code(snippet.language, snippet.lines.join('\n'))] : []),
  ];
}

/** Returns what is shown of a failure: the scenario, the requests, the output, and what to do. */
function failureBlocks(failure: Failure, advice: readonly Block[]): Block[] {
  const { example, isUnexpected, passes } = failure;
  const title = passes ? 'a known failure passes' : VERDICT_WORDS[example.verdict].means;
  return [
    heading(
      3,
      { badge: { sign: '', word: '', tone: isUnexpected ? 'bad' : 'plain' } },
      `${example.use}: ${title}`,
    ),
    paragraph(`${example.scenario}: ${scenarioNamed(example.scenario).sentence}`),
    paragraph(messageOf(example)),
    ...otherScenarios(failure),
    ...(passes ? [] : [...requestBlocks(failure), ...outputBlocks(failure), ...advice]),
  ];
}

function failureGroups(failures: readonly Failure[], uses: readonly UseResult[]): Block[] {
  const advice = failures.map((failure) => adviceOn(failure, uses));
  return failures.map((failure, i) =>
    group(
      ...failureBlocks(
        failure,
        advice.slice(i, i + 1).flatMap((own) => adviceBlocks(own, advice.slice(0, i))),
      ),
    ),
  );
}

/** Returns facts that no verdict tells: other hosts, and processes left behind. */
function surprises({ results }: ConformanceResult): (readonly [string, Line])[] {
  const hosts = [...new Set(results.flatMap(({ refusedHosts }) => refusedHosts))];
  const survivors = results.reduce((sum, one) => sum + one.survivors, 0);
  return [
    ...(hosts.length > 0 ? [['Other hosts', [`asked for and refused: ${hosts.join(', ')}`]] as const] : []),
    ...(survivors > 0
      ? [['Left behind', [`${survivors} running processes, which were ended`]] as const]
      : []),
  ];
}

/** Returns how it was measured: what says that it is the credential, and who answered. */
function notes({ uses, results }: ConformanceResult): Line[] {
  const matched = [
    ...new Set(results.flatMap((one) => (one.verdict === 'named' && one.matched ? [one.matched.text] : []))),
  ];
  return [
    ...(matched.length > 0
      ? [
          [
            'What says that it is the credential: ',
            mono(matched[0] ?? ''),
            matched.length > 1 ? `, and ${matched.length - 1} more.` : '.',
          ],
        ]
      : []),
    ...uses.map(({ name, notices }): Line => [`It is searched for in ${name} by: `, mono(notices)]),
  ];
}

/** Returns who answered the program. */
const siteLine = ({ origin, tls, guard, wanted, isolated }: ConformanceResult): Line => [
  standInSentence(origin),
  wanted ? ' It answers 401 to every invalid token, as Jira should, but does not.' : '',
  guard ? ` The guard stood in front of it${tls ? ', with TLS' : ''}.` : '',
  tls && !guard ? ' It was asked as https://….atlassian.net, behind a proxy.' : '',
  isolated
    ? ' The program could reach no other machine.'
    : ' Only proxy settings kept the program from other machines.',
];

function levelLine({ level }: ConformanceResult): Line {
  return level === null
    ? ['not measured, because not all scenarios were run']
    : [`${level} of 3. ${LEVELS[level] ?? ''}`];
}

/** Returns a report on a program: verdict, matrix, and each distinct failure. */
export function conformanceBlocks(result: ConformanceResult): Block[] {
  const failures = provenFailures(result);
  const unexpected = failures.filter((one) => one.isUnexpected);
  const known = failures.filter((one) => !one.isUnexpected);
  const groups = Object.entries(GROUPS).map(([id, means]): Line => [
    strong(id),
    `: ${means}: ${SCENARIOS.filter((one) => one.group === id)
      .map((one) => one.id)
      .join(', ')}`,
  ]);
  return [
    anchored('conformance', 2, 'Does your program notice a dead token?'),
    verdict(result.exitCode === 0, conformanceVerdict(result)),
    facts([
      ['Level', levelLine(result)],
      ...result.uses.map(({ name, command }) => [name, [mono(command)]] as const),
      ['Site', siteLine(result)],
      ...surprises(result),
    ]),
    matrixBlock(result),
    ...failureGroups(unexpected, result.uses),
    ...(known.length > 0 ? [details('Known failures', failureGroups(known, result.uses))] : []),
    details('The scenarios by group', [list(groups)]),
    details('How it was measured', [list(notes(result))]),
  ];
}

/** Returns the shortest report, for --quiet: the verdict, and a line for each distinct failure that is not known. */
export function briefConformance(result: ConformanceResult): Block[] {
  const failing = provenFailures(result).filter((one) => one.isUnexpected);
  const lines = failing.map(({ example, all }): Line => {
    const names = all.map(({ scenario }) => scenario).join(', ');
    return [`${example.use}, ${example.verdict}: ${messageOf(example)} In: ${names}.`];
  });
  return [
    verdict(result.exitCode === 0, conformanceVerdict(result)),
    ...(lines.length > 0 ? [list(lines)] : []),
  ];
}
