import { capitalise } from '../../capitalise.ts';
import { findOperation } from '../../contract/operations.ts';
import { shortFingerprint } from '../../change/fingerprint.ts';
import type { FindingRule } from '../../findings/finding.ts';
import { probeFingerprint } from '../../findings/fingerprints.ts';
import { runRule } from '../../findings/run-rules.ts';
import { describeCertainty } from '../../run/certainty.ts';
import type { Citation, Line, Tone } from '../blocks/line.ts';
import { curlCommand } from '../by-hand/curl.ts';
import { cellId } from '../documents/cell-id.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { LETTERS } from '../documents/check/matrix.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import {
  answersInWords,
  answerWords,
  count,
  describeReason,
  groupBy,
  turnWords,
} from '../documents/phrases.ts';
import { ruleAdvice } from '../documents/rule-advice.ts';
import { levelTone } from '../documents/states.ts';
import { eventPhrases, exampleOf } from './event-phrases.ts';
import { byRule, checkEvents, credentialsOf, diffEvents, operationsOf, type Event } from './events.ts';
import { topicOfCheck } from './headline.ts';
import type { Card, CardProbe, Turn } from './model.ts';
import { probeMatrix } from './probe-matrix.ts';
import { topicOf } from './title.ts';

export type { Card } from './model.ts';

const probesOf = (events: readonly Event[]): CardProbe[] =>
  events.flatMap(({ finding }): CardProbe[] => {
    const { probe } = finding;
    if (!probe) return [];
    const { credential, operation } = probe;
    return [
      {
        credential,
        operation,
        short: findOperation(operation)?.short ?? operation,
        anchor: cellId(probe),
        fingerprint: shortFingerprint(finding),
      },
    ];
  });

/** Returns the sources of the answers of an event, and where it is discussed. */
function citationsOf({ change, row, finding }: Event): Citation[] {
  const sources = change?.sources ?? [];
  const cited = (['before', 'after'] as const).flatMap((side) => {
    const source = sources.find((candidate) => candidate.side === side);
    return source ? [source] : [];
  });
  const own = change ? cited : (row?.sources.slice(0, 1) ?? []);
  const link = finding.acknowledged?.link;
  return [
    ...own.map(({ date, grade, source }) => ({ label: `${date} ${grade}`, source })),
    ...(link === undefined ? [] : [{ label: 'acknowledged', source: link }]),
  ];
}

/** Number of sources that a group of probes cites; the evidence has all. */
const MAX_CITED = 4;

function sourcesLine(events: readonly Event[]): Line {
  const all = events.flatMap(citationsOf);
  const unique = [...new Map(all.map((cited) => [`${cited.label} ${cited.source}`, cited])).values()];
  return unique.length === 0 ? [] : [{ cites: unique.slice(0, MAX_CITED) }];
}

/** Rules whose findings say themselves what was expected and what came. */
const TOLD_BY_DETAIL: ReadonlySet<FindingRule> = new Set<FindingRule>([
  'contract-broken',
  'inference-disproved',
  'pact-broken',
  'test-failed',
]);

/** Returns what happened to a probe: the earlier answer, if there is one, and the present one. */
function answersOf({ before, after, finding, row }: Event): Pick<Turn, 'before' | 'after' | 'letters'> {
  const now =
    finding.state === 'undecided' && row
      ? describeReason(row)
      : TOLD_BY_DETAIL.has(finding.rule) || (!after && !before)
        ? finding.detail
        : before
          ? answersInWords({ before, after })[1]
          : answerWords(after);
  return {
    before: before ? answersInWords({ before, after })[0] : undefined,
    after: now,
    letters: {
      before: before ? LETTERS[before.treatment] : undefined,
      after: after ? LETTERS[after.treatment] : undefined,
    },
  };
}

/** Number of groups of a card; the others become the last one. */
const MAX_TURNS = 40;

/** Groups the events of a rule by what happened, the most frequent first. */
function turnsOf(events: readonly Event[]): Turn[] {
  const groups = groupBy(events, (event) => {
    const { before = '', after } = answersOf(event);
    return `${before} → ${after}`;
  })
    .map(([, group]) => group)
    .toSorted((a, b) => b.length - a.length);
  const rest = groups.length > MAX_TURNS ? groups.slice(MAX_TURNS - 1) : [];
  const turns = groups.slice(0, groups.length - rest.length).map((group): Turn => ({
    ...answersOf(group[0]),
    probes: probesOf(group),
    line: sourcesLine(group),
  }));
  if (rest.length === 0) return turns;
  const letters = { before: undefined, after: undefined };
  const last = { before: undefined, after: `${rest.length} other answers`, letters, line: [] };
  return [...turns, { ...last, probes: probesOf(rest.flat()) }];
}

/** "49 probes, 5 credentials × 19 operations". */
function countWords(events: readonly Event[]): string {
  const [credentials, operations] = [credentialsOf(events).length, operationsOf(events).length];
  if (operations === 0) return count(events.length, 'finding');
  const probes = count(events.length, 'probe');
  return events.length === 1
    ? probes
    : `${probes}, ${count(credentials, 'credential')} × ${count(operations, 'operation')}`;
}

/** Returns the certainty that all events have in common; empty if they differ. */
function certaintyOf(events: readonly Event[]): string {
  const [first = '', ...others] = new Set(events.map(({ finding }) => describeCertainty(finding.certainty)));
  return others.length > 0 ? 'differs by probe: see the evidence' : first;
}

const LOOK_OF_STATE = {
  fixed: { level: 'good news', tone: 'good' },
  undecided: { level: 'undecided', tone: 'warning' },
  known: { level: 'known', tone: 'plain' },
} as const;

function lookOf({ finding: { state, level } }: Event): { readonly level: string; readonly tone: Tone } {
  return state === 'new' || state === 'noted' ? { level, tone: levelTone(level) } : LOOK_OF_STATE[state];
}

/** Length up to which a card names the credentials and operations. */
const MAX_TITLE = 80;

function titleOf(events: readonly [Event, ...Event[]], who: string): string {
  const phrases = eventPhrases(events, who);
  return phrases.find(({ length }) => length <= MAX_TITLE) ?? phrases.at(-1) ?? '';
}

function cardOf(rule: FindingRule, events: readonly [Event, ...Event[]], who: string): Card {
  const [first] = events;
  const { state } = first.finding;
  const { probe } = exampleOf(events).finding;
  const { impact, remediation } = ruleAdvice(rule);
  return {
    id: `card-${state}-${rule}`,
    rule,
    ...lookOf(first),
    title: capitalise(titleOf(events, who)),
    count: countWords(events),
    turns: turnsOf(events),
    matrix: probeMatrix(events),
    // What was answered in turn is what happened to an undecided probe.
    certainty: state === 'undecided' ? '' : certaintyOf(events),
    impact,
    remediation,
    curl: probe && curlCommand(probe),
    isKnown: state === 'known',
    isMinor: state === 'noted' && first.finding.level === 'info',
  };
}

const ORDER: readonly Event['finding']['state'][] = ['new', 'fixed', 'undecided', 'noted', 'known'];

/** Returns a card for each rule and state: what is new first, what is known last. */
function cardsOfEvents(events: readonly Event[], who: string): Card[] {
  return ORDER.flatMap((state) =>
    byRule(events.filter(({ finding }) => finding.state === state)).map(([rule, group]) =>
      cardOf(rule, group, who),
    ),
  );
}

/** Returns the change cards of a run: its changes, broken rows, fixes and undecided probes. */
export function cardsOf(document: CheckDocument): Card[] {
  return cardsOfEvents(checkEvents(document), topicOfCheck(document).who);
}

/** Returns the probes of a comparison that have no conclusive answer on one side, as events. */
function undecidedEvents({ undecided }: DiffDocument): Event[] {
  return undecided.map(({ before, after }) => {
    const { credential, operation, answer } = after;
    const { id, level, title } = runRule('undecided');
    const detail = turnWords({ before: before.answer, after: answer });
    const finding: Event['finding'] = {
      rule: id,
      state: 'undecided',
      level,
      fails: false,
      probe: { credential, operation },
      title,
      message: detail,
      detail,
      certainty: undefined,
      fingerprint: probeFingerprint(id, after, answer),
      acknowledged: undefined,
      also: [],
    };
    return { finding, before: before.answer, after: answer, change: undefined, row: undefined };
  });
}

/** Returns the change cards of a comparison. */
export function cardsOfDiff(document: DiffDocument): Card[] {
  const events = [...diffEvents(document), ...undecidedEvents(document)];
  return cardsOfEvents(events, topicOf(document.head.name, document.head.origin).who);
}
