import type { Explanation } from '../../../explain/exit-code.ts';
import type { HarExplanation } from '../../../explain/explain-har.ts';
import type { OperationExplanation } from '../../../explain/explain-operation.ts';
import type { Judgement, ResponseExplanation } from '../../../explain/explain-response.ts';
import {
  CITATIONS,
  details,
  facts,
  group,
  heading,
  list,
  mono,
  paragraph,
  table,
  texts,
  verdict,
  type Block,
  type Inline,
  type Line,
} from '../../blocks/blocks.ts';
import { describeSignal } from '../../../classify/signals.ts';
import { standInSentence } from '../phrases.ts';
import type { ExplainDocument } from './explain-document.ts';
import {
  basesOf,
  behaviourGroups,
  citesOf,
  operationSentences,
  statementPhrase,
} from './operation-phrases.ts';
import { harSentences, ignoredPhrases, STATE_WORDS, stateSentence, surePhrase } from './response-phrases.ts';

const standInBlocks = ({ standIn }: { readonly standIn: boolean }): Block[] =>
  standIn ? [paragraph(standInSentence('stand-in'))] : [];

/** A verdict in a sentence: good or bad, or neither. */
const result = (isGood: boolean | undefined, text: string): Block =>
  isGood === undefined ? paragraph(text) : verdict(isGood, text);

/** Each statement on its own, with its source and what the source leaves open. */
const statements = ({ behaviours }: OperationExplanation): Block =>
  details(
    'Each statement with its source',
    [
      list(
        behaviours.map((behaviour): Line => {
          const { credential, basis } = behaviour;
          const text = `${credential}: ${statementPhrase(behaviour)}. ${basis.note} `;
          return [text, ...citesOf(basesOf(behaviour))];
        }),
      ),
    ],
    'With --all, each statement is listed with its source.',
  );

function operationBlocks(explanation: OperationExplanation): Block[] {
  const { name, known, notKnown, deprecated, otherVersion, testsConnection, place } = explanation;
  const behaviours = behaviourGroups(explanation).map(({ names, text, bases }): Line => [
    `${names.join(', ')}: ${text} `,
    ...citesOf(bases),
  ]);
  const notes: Line[] = [
    ...(notKnown.length > 0 ? [[`Not known: ${notKnown.join(', ')}`]] : []),
    ...(deprecated === undefined ? [] : [['Deprecated, replaced by ', mono(deprecated)]]),
    ...(otherVersion === undefined
      ? []
      : [[`Inferred for version ${otherVersion} from another version of the API with the same operations`]]),
    ...(place === 'site'
      ? [['An answer to a working credential names its account in x-aaccountid; any other does not']]
      : []),
  ];
  return [
    heading(2, mono(name)),
    result(testsConnection, operationSentences(explanation).join(' ')),
    ...(known.length > 0
      ? [
          paragraph(
            place === 'gateway' ? 'Who may run it on the site: ' : 'Who may run it: ',
            ...citesOf(known),
          ),
        ]
      : [paragraph('Neither the contract nor the published descriptions have it.')]),
    ...(behaviours.length > 0 ? [list(behaviours)] : []),
    ...(notes.length > 0 ? [list(notes)] : []),
    ...(explanation.behaviours.length > 0 ? [statements(explanation)] : []),
    CITATIONS,
  ];
}

const isGood = ({ state }: Pick<Judgement, 'state'>): boolean | undefined => {
  const { tone } = STATE_WORDS[state];
  return tone === 'good' ? true : tone === 'bad' ? false : undefined;
};

function responseBlocks(explanation: ResponseExplanation): Block[] {
  const { status, operation, sent, because, sources, candidates } = explanation;
  const title: Inline[] = [
    `Status ${status}`,
    ...(operation === undefined ? [] : [' of ', mono(operation)]),
    `, sent: ${sent}`,
  ];
  return [
    heading(2, ...title),
    result(isGood(explanation), stateSentence(explanation)),
    ...standInBlocks(explanation),
    facts([
      ['Signal', [because]],
      ['How sure', [surePhrase(explanation)]],
      ['Source', sources.length > 0 ? citesOf(sources) : ['none']],
      ...(candidates.length > 0 ? ([['Such an answer gets', [candidates.join(', ')]]] as const) : []),
    ]),
    CITATIONS,
  ];
}

function harBlocks(explanation: HarExplanation): Block[] {
  const { lines, firstDead } = explanation;
  const isSeveral = new Set(lines.map(({ host }) => host)).size > 1;
  const [first = '', ...rest] = harSentences(explanation);
  const good = lines.some(({ state }) => state === 'works') ? true : undefined;
  const rows = lines.map(({ number, host, operation, status, state, signal }): Line[] => [
    [String(number)],
    [mono(isSeveral ? `${host} ${operation}` : operation)],
    [String(status)],
    [{ badge: { sign: '', word: '', tone: STATE_WORDS[state].tone } }, STATE_WORDS[state].word],
    [describeSignal(signal)],
  ]);
  const ignored = ignoredPhrases(explanation);
  return [
    heading(2, 'Requests of a HAR file'),
    result(firstDead ? false : good, first),
    ...standInBlocks(explanation),
    ...rest.map((text) => paragraph(text)),
    ...(rows.length > 0
      ? [
          group(
            table(texts('request', 'operation', 'status', 'credential', 'signal'), rows, {
              label: 'What each answer shows',
            }),
          ),
        ]
      : []),
    ...(ignored.length > 0 ? [paragraph(`Left out: ${ignored.join('; ')}.`)] : []),
  ];
}

function explanationBlocks(explanation: Explanation): Block[] {
  if (explanation.kind === 'operation') return operationBlocks(explanation);
  return explanation.kind === 'response' ? responseBlocks(explanation) : harBlocks(explanation);
}

/** Returns the report that explains operations, a response or a HAR file. */
export function explainBlocks({ explanations }: ExplainDocument): Block[] {
  return explanations.flatMap(explanationBlocks);
}

/** Returns the shortest report: what somebody has to know, on a line for each explanation. */
export function briefExplain({ explanations }: ExplainDocument): Block[] {
  return explanations.map((explanation): Block => {
    if (explanation.kind === 'operation') {
      const words = [`${explanation.name}:`, ...operationSentences(explanation)];
      return result(explanation.testsConnection, words.join(' '));
    }
    const note = standInSentence(explanation.standIn ? 'stand-in' : 'recorded');
    if (explanation.kind === 'response') {
      return result(
        isGood(explanation),
        [stateSentence(explanation), `(${explanation.because})`, note].filter(Boolean).join(' '),
      );
    }
    const [first = ''] = harSentences(explanation);
    return result(explanation.firstDead ? false : undefined, [first, note].filter(Boolean).join(' '));
  });
}
