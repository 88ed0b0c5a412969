import { failingFindings } from '../../findings/findings.ts';
import type { Findings } from '../../findings/finding.ts';
import { countWords } from '../headline/headline-line.ts';
import { headlineOfCheck, headlineOfDiff, type Headline } from '../headline/headline.ts';
import { STATES } from '../headline/states.ts';
import { heading, list, paragraph, texts, verdict, type Block } from '../blocks/blocks.ts';
import type { CheckDocument } from './check/check-document.ts';
import type { DiffDocument } from './diff/diff-document.ts';
import type { HistoryDocument } from './history/history-document.ts';
import { countUnchanged, describeNights, hasChanged, historyTitle } from './history/history-phrases.ts';
import type { NightDocument } from './night/night-document.ts';
import { failureLines, summaryLine } from './night/night-phrases.ts';
import type { PactsDocument } from './pacts/pacts-document.ts';
import { interactionName, summarisePact, unexpectedResults } from './pacts/pact-phrases.ts';
import { count, standInSentence } from './phrases.ts';
import type { RevocationDocument } from './revocation/revocation-document.ts';
import { describeResult, measurementTitle } from './revocation/revocation-phrases.ts';
import { checkFindings, diffFindings } from './settled-document.ts';
import { failureLine } from './states.ts';

// The shortest reports, for --quiet: the verdict, and what fails, on a line each.

const items = (lines: readonly string[]): Block[] => (lines.length > 0 ? [list(texts(...lines))] : []);

/** Returns what happened, with the numbers, and unless nothing did, the times and reasons below it. */
function headlineBlocks(headline: Headline): Block[] {
  const { state, title, subtitle } = headline;
  const { sign, tone } = STATES[state];
  const line = [title, countWords(headline)].filter(Boolean).join(' · ');
  return [
    heading(1, { badge: { sign: `${sign} `, word: '', tone } }, line),
    ...(state === 'quiet' ? [] : [paragraph(subtitle)]),
  ];
}

const failing = (findings: Findings): Block[] => items(failingFindings(findings).map(failureLine));

export function briefCheck(document: CheckDocument): Block[] {
  return [...headlineBlocks(headlineOfCheck(document)), ...failing(checkFindings(document))];
}

export function briefDiff(document: DiffDocument): Block[] {
  return [...headlineBlocks(headlineOfDiff(document)), ...failing(diffFindings(document))];
}

/** Returns a line for each site, with what fails and what the doctor warns of. */
export function briefNight(nights: NightDocument): Block[] {
  return nights.flatMap(({ night, silent }) => [
    verdict(night.exitCode === 0, summaryLine(night, silent)),
    ...items([...failureLines(night), ...night.notes.map((note) => `note: ${note}`)]),
  ]);
}

/** Returns a line for each site: its runs, and how many probes ever changed. */
export function briefHistory({ sites }: HistoryDocument): Block[] {
  return sites.map((site) => {
    const changed = site.timelines.filter(hasChanged).length;
    const words = [
      `${historyTitle(site)}:`,
      ...(site.nights ? describeNights(site.nights) : []),
      `${count(changed, 'probe')} changed.`,
      countUnchanged(site),
    ];
    return paragraph(words.filter(Boolean).join(' '));
  });
}

/** Returns a line for the current measurement, or for each. */
export function briefRevocation({ all, current }: RevocationDocument): Block[] {
  return (current ? [current] : all).map((concluded) =>
    verdict(
      concluded.conclusion.exitCode === 0,
      `${measurementTitle(concluded.measurement)}: ${describeResult(concluded).join(' ')}`,
    ),
  );
}

export function briefPacts({ answers, results }: PactsDocument): Block[] {
  const note = standInSentence(answers.origin);
  return results.flatMap((result) => {
    const unexpected = unexpectedResults(result);
    return [
      verdict(unexpected.length === 0, [summarisePact(result), note].filter(Boolean).join(' ')),
      ...items(unexpected.map(({ interaction, says }) => `${interactionName(interaction)}: ${says}`)),
    ];
  });
}
