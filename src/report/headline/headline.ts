import { probeKey } from '../../contract/probe.ts';
import type { Finding, Findings } from '../../findings/finding.ts';
import { failingFindings, inState } from '../../findings/findings.ts';
import { incompleteness } from '../../findings/conclusion.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import { count, describeOnly, describeProvenance, formatDates } from '../documents/phrases.ts';
import { rowsWith } from '../documents/rows.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { levelTone } from '../documents/states.ts';
import { checkEvents, CHANGE_RULES, diffEvents, type Event } from './events.ts';
import { splitReason } from './fault-reason.ts';
import type { Count, Headline } from './model.ts';
import type { EventState } from './states.ts';
import { formatSpan } from './times.ts';
import { eventTitle, plainTitle, quietTitle, topicOf, type Topic } from './title.ts';

export type { Headline } from './model.ts';

const isOneSided = ({ rule }: Finding): boolean => rule === 'probe-added' || rule === 'probe-removed';

/** Returns the changes that do not fail, apart from improvements and from probes in one snapshot only. */
function smallerChanges(findings: Findings): Finding[] {
  return inState(findings, 'noted').filter(
    (finding) => CHANGE_RULES.has(finding.rule) && !isOneSided(finding),
  );
}

/** Returns the state of a report by its findings. */
export function stateOf(findings: Findings): EventState {
  const worse = failingFindings(findings).filter(({ state }) => state !== 'fixed');
  if (worse.some(({ rule }) => CHANGE_RULES.has(rule))) return 'new';
  if (worse.length > 0) return 'broken';
  // Exit code 1 can only mean fixes here; a run without a conclusion must not look like a good one.
  if (findings.exitCode === 3) return 'undecided';
  return inState(findings, 'fixed').length > 0 ? 'fixed' : 'quiet';
}

/** Returns the events that the headline of a state tells. */
export function toldEvents(events: readonly Event[], state: EventState): Event[] {
  return events.filter(({ finding }) =>
    state === 'fixed' ? finding.state === 'fixed' : finding.fails && finding.state !== 'fixed',
  );
}

function countsOf(findings: Findings): Count[] {
  const failing = failingFindings(findings).filter(({ state }) => state !== 'fixed');
  const levels = [...Map.groupBy(failing, ({ level }) => level)].map(([level, group]): Count => ({
    tone: levelTone(level),
    text: `${group.length} ${level}`,
  }));
  const noted = inState(findings, 'noted');
  const oneSided = noted.filter(isOneSided).length;
  const optional: [number, Count['tone'], string][] = [
    [inState(findings, 'fixed').length, 'good', 'improved'],
    [inState(findings, 'undecided').length, 'warning', 'undecided'],
    [noted.length - oneSided, 'plain', 'without alarm'],
    [oneSided, 'plain', `${oneSided === 1 ? 'probe' : 'probes'} added or removed`],
    [inState(findings, 'known').length, 'plain', 'known'],
  ];
  return [
    ...levels,
    ...optional.flatMap(([number, tone, word]) => (number > 0 ? [{ tone, text: `${number} ${word}` }] : [])),
  ];
}

/** Why a run is inconclusive, in a few words. The exact reasons are in the subtitle. */
function inconclusiveTitle(document: CheckDocument): string {
  const { run } = document;
  const asked = run.rows.filter(({ kind, verdict }) => kind === 'contract' && verdict !== 'skipped');
  const undecided = rowsWith(run.rows, 'contract', 'inconclusive').length;
  if (run.recordings.origin !== 'transcribed' && incompleteness(run) !== undefined) {
    return run.recordings.incomplete === undefined
      ? 'no conclusion, an alarm was neither confirmed nor refuted'
      : 'no conclusion, because the run did not finish';
  }
  if (asked.length === 0) return 'no conclusion, because nothing was asked';
  return document.outdated &&
    document.outdated.length > 0 &&
    checkFindings(document).inconclusive.length === document.outdated.length
    ? 'no conclusion, because the evidence is too old'
    : `no conclusion, ${undecided} of ${count(asked.length, 'answer')} undecided`;
}

const sentence = (text: string): string => text.replace(/\.$/, '');

/** Returns when and whom a run asked. */
function askedWords({ run }: CheckDocument): string {
  const { origin } = run.recordings;
  const span = formatSpan(run.rows.flatMap(({ at }) => (at === undefined ? [] : [at])));
  if (origin === 'transcribed' || span === '') return describeProvenance(run.recordings);
  return `asked ${span}${origin === 'stand-in' ? ' at the stand-in, which is not Jira' : ''}`;
}

const baselineWords = ({ base }: DiffDocument): string =>
  `the baseline of ${formatDates(base.dates)} (${base.name})`;

/** Returns what the subtitle says about the findings, by state. */
function factsOf(document: CheckDocument, state: EventState, told: readonly Event[]): string[] {
  const { run, diff } = document;
  const kept = rowsWith(run.rows, 'contract', 'kept').length;
  const isCovered = told.every(
    ({ finding: { probe } }) => probe && Object.hasOwn(document.before ?? {}, probeKey(probe)),
  );
  const compared = diff ? baselineWords(diff) : undefined;
  const shares: Partial<Record<EventState, string[]>> = {
    new: [`${count(told.length, 'probe')} changed since ${compared ?? 'before'}`],
    broken: [
      compared === undefined
        ? `${count(told.length, 'finding')} and no baseline to compare with`
        : `${count(told.length, 'finding')} ${isCovered ? 'as in' : 'not covered by'} ${compared}`,
    ],
    fixed: [`${count(told.length, 'probe')} better than before`],
    quiet: [
      `${count(kept, 'probe')} as expected`,
      ...(compared === undefined ? ['no baseline to compare with'] : [`compared with ${compared}`]),
    ],
  };
  return [...(shares[state] ?? []), ...checkFindings(document).inconclusive.map(sentence)];
}

/** Returns what a run is about: its site by the name in the list or by its address, or the set of recordings. */
export function topicOfCheck({ run, askedWith }: CheckDocument): Topic {
  const { recordings } = run;
  const own = recordings.origin === 'transcribed' ? recordings.name : recordings.site;
  return topicOf(askedWith?.site ?? own, recordings.origin);
}

function titleOf(state: EventState, events: readonly Event[], topic: Topic, quiet: number): string {
  return state === 'quiet' ? quietTitle(topic, quiet) : eventTitle(toldEvents(events, state), state, topic);
}

/** Tells what happened in a run. */
export function headlineOfCheck(document: CheckDocument): Headline {
  const findings = checkFindings(document);
  const state = stateOf(findings);
  const events = checkEvents(document);
  const topic = topicOfCheck(document);
  const only = describeOnly(document.run.recordings.only);
  return {
    state,
    site: topic.label,
    title:
      state === 'undecided'
        ? plainTitle(topic, inconclusiveTitle(document))
        : titleOf(state, events, topic, smallerChanges(findings).length),
    subtitle: [
      ...factsOf(document, state, toldEvents(events, state)),
      askedWords(document),
      ...(only === '' ? [] : [sentence(only)]),
    ].join(' · '),
    counts: countsOf(findings),
  };
}

/** Tells what changed between two snapshots. */
export function headlineOfDiff(document: DiffDocument): Headline {
  const { base, head, unchanged, undecided } = document;
  const findings = diffFindings(document);
  const state = stateOf(findings);
  const events = diffEvents(document);
  const topic = topicOf(`${base.name} → ${head.name}`, head.origin);
  const listed = findings.list.filter((finding) => !isOneSided(finding)).length;
  return {
    state,
    site: topic.label,
    title: titleOf(state, events, { ...topic, place: `in ${topic.label}` }, smallerChanges(findings).length),
    subtitle: [
      `${count(listed, 'probe')} changed, ${unchanged} did not`,
      ...(undecided.length > 0 ? [`${undecided.length} undecided`] : []),
    ].join(' · '),
    counts: countsOf(findings),
  };
}

/** A site that could not be asked, or whose run could not be judged. */
export interface UnaskedSite {
  readonly site: string;
  readonly exitCode: number;
  readonly reason: string;
}

/** Tells why a site has no run. */
export function headlineOfFault({ site, exitCode, reason }: UnaskedSite): Headline {
  const state = exitCode === 2 ? 'settings' : 'undecided';
  const topic = topicOf(site, 'recorded');
  const why =
    state === 'settings'
      ? 'not checked, because the settings are wrong'
      : 'no conclusion, because the site could not be asked';
  return {
    state,
    site: topic.label,
    title: plainTitle(topic, why),
    subtitle: sentence(splitReason(reason).reason),
    counts: [],
  };
}
