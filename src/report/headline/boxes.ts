import { failingFindings } from '../../findings/findings.ts';
import { mono, type Inline, type Line } from '../blocks/blocks.ts';
import { curlCommand, standaloneCommand } from '../by-hand/curl.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { bundleCommand, nextCommands, quoteForShell } from '../documents/check/next-commands.ts';
import { checkFindings } from '../documents/settled-document.ts';
import { rowsWith } from '../documents/rows.ts';
import { cellId } from '../documents/cell-id.ts';
import { exampleOf } from './event-phrases.ts';
import { byRule, checkEvents, type Event } from './events.ts';
import { splitReason } from './fault-reason.ts';
import { stateOf, toldEvents, type UnaskedSite } from './headline.ts';
import { howBad, UNASKED_HOW_BAD } from './how-bad.ts';
import { howSure } from './how-sure.ts';
import type { Boxes, NextCommand } from './model.ts';
import { sinceWhen } from './since-when.ts';
import { formatTime } from './times.ts';
import type { EventState } from './states.ts';

export type { Boxes } from './model.ts';

const siteOption = (site: string | undefined): string =>
  site === undefined ? '' : ` --site ${quoteForShell(site)}`;

const askAgain = (site: string | undefined): NextCommand => ({
  purpose: 'To ask again',
  command: `npm run check -- --live${siteOption(site)}`,
});

const doctor = (site: string | undefined): NextCommand => ({
  purpose: 'To see which setting is wrong, and how to get it right',
  command: `npm run doctor${site === undefined ? '' : ` --${siteOption(site)}`}`,
});

const WHAT_NOW: Readonly<Record<EventState, string>> = {
  new: 'Send one request by hand, report the bug if Jira is to blame, and acknowledge or accept what you know.',
  broken: 'Send one request by hand, report the bug if Jira is to blame, and acknowledge what you know.',
  settings: 'Correct the settings; until then nothing is checked.',
  undecided: 'Ask again later.',
  fixed: 'Move the fixed rows to the contract and accept the run as the baseline.',
  quiet: 'Nothing to do.',
};

/** Returns the probe of the worst event that has one, to be asked by hand. */
function firstProbe(told: readonly Event[], document: CheckDocument): Event['finding']['probe'] {
  const [worst] = byRule(told.filter(({ finding }) => finding.probe));
  if (worst) {
    const [, group] = worst;
    return exampleOf(group).finding.probe;
  }
  return rowsWith(document.run.rows, 'contract', 'inconclusive')[0];
}

function linksOf(document: CheckDocument, told: readonly Event[]): Inline[] {
  const probe = firstProbe(told, document);
  return [
    ...(probe ? [{ anchor: cellId(probe), label: 'The evidence' }] : []),
    ...(document.diff ? [{ anchor: 'changes', label: 'All changes' }] : []),
  ];
}

/** Returns the next commands of a run: those that the findings call for, or those for a run without a conclusion. */
function commandsOf(document: CheckDocument, state: EventState): NextCommand[] {
  const isLive = document.run.recordings.origin !== 'transcribed';
  if (state === 'undecided') return isLive ? [askAgain(document.askedWith?.site)] : [];
  return [...bundleCommand(document), ...nextCommands(document)];
}

/** Answers the four questions after "what happened?" for a run. */
export function boxesOf(document: CheckDocument): Boxes {
  const findings = checkFindings(document);
  const state = stateOf(findings);
  const told = toldEvents(checkEvents(document), state);
  const probe = state === 'quiet' ? undefined : firstProbe(told, document);
  const hasFixes = failingFindings(findings).some((finding) => finding.state === 'fixed');
  return {
    howBad: howBad(document, state, told),
    howSure: howSure(document, told),
    sinceWhen: sinceWhen(document, state, told),
    whatNow: {
      line: [
        state === 'fixed' && !hasFixes
          ? 'Nothing has to be done. Accept the run as the baseline, and it is no news any more.'
          : WHAT_NOW[state],
      ],
      curl: probe && curlCommand(probe),
      standalone: probe && standaloneCommand(probe),
      links: linksOf(document, told),
      commands: commandsOf(document, state),
    },
  };
}

/** What is known of a site that could not be asked. */
export interface UnaskedContext extends UnaskedSite {
  /** When the last conclusive night was, ISO 8601; undefined if there is none. */
  readonly lastConcluded: string | undefined;
  /** Number of nights in a row without a conclusion. */
  readonly nights: number;
  /** Name of the site in the list, for commands; undefined if there is no list. */
  readonly name?: string | undefined;
}

/** Answers the four questions for a site that could not be asked. */
export function boxesOfFault({ exitCode, reason, lastConcluded, nights, name }: UnaskedContext): Boxes {
  const state: EventState = exitCode === 2 ? 'settings' : 'undecided';
  const { reason: why, command } = splitReason(reason);
  const again = state === 'settings' ? doctor(name) : askAgain(name);
  const sinceWhenLine: Line = [
    lastConcluded === undefined
      ? 'No earlier night was conclusive.'
      : `The last conclusive night was on ${formatTime(lastConcluded)}.`,
    ...(nights > 1 ? [` ${nights} nights in a row without a conclusion.`] : []),
  ];
  return {
    howBad: UNASKED_HOW_BAD,
    howSure: ['Nothing was concluded: no answer was judged.'],
    sinceWhen: sinceWhenLine,
    whatNow: {
      // The headline names the reason; only of wrong settings it is what to work on.
      line: state === 'settings' ? [`${WHAT_NOW[state]} The reason: `, mono(why)] : [WHAT_NOW[state]],
      curl: undefined,
      standalone: undefined,
      links: [],
      commands: [command === undefined ? again : { ...doctor(undefined), command }],
    },
  };
}
