import type { Findings } from '../../findings/finding.ts';
import { findingsForMachines } from '../../findings/findings.ts';
import { withoutCommands } from '../../inert.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import type { Night, NightDocument, NightOfSite } from '../documents/night/night-document.ts';
import { summaryLine } from '../documents/night/night-phrases.ts';
import { count } from '../documents/phrases.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { fullMessage } from '../documents/states.ts';
import { byRule, checkEvents, diffEvents, type Event } from '../headline/events.ts';
import { headlineOfCheck, headlineOfDiff, stateOf, topicOfCheck } from '../headline/headline.ts';
import { headlineLine } from '../headline/headline-line.ts';
import { headlineOfSite } from '../headline/night-headline.ts';
import { eventTitle, plainTitle, topicOf, type Topic } from '../headline/title.ts';
import { RUNNER, specRow } from './spec-row.ts';
import { annotationCommand, commandData, MAX_ANNOTATIONS, type Annotation } from './workflow-commands.ts';

/** Returns the annotation of all events under a rule: at the row of the first that fails. */
function ruleAnnotation(all: readonly [Event, ...Event[]], findings: Findings, topic: Topic): Annotation {
  const failing = all.filter(({ finding }) => finding.fails);
  const told = failing.length > 0 ? failing : all;
  const [{ finding } = all[0]] = told;
  const rest = told.length - 1;
  const known = all.length - told.length;
  return {
    kind: finding.fails ? 'error' : 'notice',
    title: eventTitle(told, stateOf(findings), topic),
    message: [
      fullMessage(finding) || finding.detail,
      ...(rest > 0 ? [`And ${rest} more under this rule.`] : []),
      ...(known > 0 ? [`${count(known, 'other')} did not fail.`] : []),
    ].join(' '),
    row: finding.probe ? specRow(finding.probe) : RUNNER,
  };
}

/** Returns an error for a run that is inconclusive, so that it does not pass for a good one. */
const inconclusiveAnnotation = (title: string, reasons: readonly string[]): Annotation[] =>
  reasons.length === 0 ? [] : [{ kind: 'error', title, message: reasons.join('\n') }];

function annotationsOf(events: readonly Event[], findings: Findings, topic: Topic): Annotation[] {
  const shown = new Set(findingsForMachines(findings).map(({ fingerprint }) => fingerprint));
  const groups = byRule(events.filter(({ finding }) => shown.has(finding.fingerprint)));
  return [
    ...groups.map(([, group]) => ruleAnnotation(group, findings, topic)),
    ...inconclusiveAnnotation(plainTitle(topic, 'no conclusion'), findings.inconclusive),
  ];
}

const checkAnnotations = (document: CheckDocument): Annotation[] =>
  annotationsOf(checkEvents(document), checkFindings(document), topicOfCheck(document));

function nightAnnotations(night: Night): Annotation[] {
  const { site, document, reason = 'no reason was given' } = night;
  return document
    ? checkAnnotations({ ...document, askedWith: { ...document.askedWith, site } })
    : inconclusiveAnnotation(headlineOfSite(night).title, [reason]);
}

/** Merges lists by taking one item of each in turn. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
}

/**
 * Leaves as many annotations as are shown: errors first, and those of each site in turn. The last one counts those that are
 * left out.
 *
 * @param bySite the annotations of each site, the most urgent first
 */
function limited(bySite: readonly (readonly Annotation[])[]): Annotation[] {
  const sorted = (['error', 'notice'] as const).flatMap((kind) =>
    inTurn(bySite.map((own) => own.filter((annotation) => annotation.kind === kind))),
  );
  if (sorted.length <= MAX_ANNOTATIONS) return sorted;
  const rest = sorted.slice(MAX_ANNOTATIONS - 1);
  return [
    ...sorted.slice(0, MAX_ANNOTATIONS - 1),
    {
      kind: rest[0]?.kind ?? 'notice',
      title: 'And more',
      message: `${rest.length} more are in the report and in the job summary.`,
    },
  ];
}

const write = (bySite: readonly (readonly Annotation[])[], summaries: readonly string[]): string =>
  [
    ...limited(bySite).map(annotationCommand),
    ...summaries.map((summary) => withoutCommands(commandData(summary))),
    '',
  ].join('\n');

/** Renders a comparison as annotations of a GitHub workflow, one for each rule. */
export function diffGithub(document: DiffDocument): string {
  const { base, head } = document;
  const topic = topicOf(`${base.name} → ${head.name}`, head.origin);
  const annotations = annotationsOf(diffEvents(document), diffFindings(document), topic);
  return write([annotations], [headlineLine(headlineOfDiff(document))]);
}

/** Renders a run as annotations of a GitHub workflow, one for each rule. */
export function checkGithub(document: CheckDocument): string {
  return write([checkAnnotations(document)], [headlineLine(headlineOfCheck(document))]);
}

const summaryOf = ({ night, silent }: NightOfSite): string =>
  night.document ? headlineLine(headlineOfSite(night)) : summaryLine(night, silent);

/** Renders a night as annotations of a GitHub workflow, one for each rule and site. */
export function nightGithub(nights: NightDocument): string {
  return write(
    nights.map(({ night }) => nightAnnotations(night)),
    nights.map(summaryOf),
  );
}
