import { jsonText } from '../../../evidence/json-text.ts';
import { heading, list } from '../../blocks/blocks.ts';
import { toMarkdown } from '../../blocks/markdown.ts';
import { FORMATS } from '../../formats.ts';
import { notConcludedAnnotation } from '../../machine/github.ts';
import { acrossLines, sharedFindings } from './across-sites.ts';
import type { Night, ToldNight } from './night-document.ts';
import { commandLines, newsLines, nightLines, silenceWords, summaryLine } from './night-words.ts';
import { nextCommands } from '../check/next-commands.ts';
import { PLAIN } from '../../plain-layout.ts';

type Write = (nights: readonly ToldNight[]) => string;

const plainOf = (nights: readonly ToldNight[]): Night[] => nights.map(({ night }) => night);

const text: Write = (nights) => {
  const across = acrossLines(plainOf(nights));
  const lines = [
    ...nights.flatMap(({ night, silent }) => [...nightLines(night, silent), ...commandLines(night)]),
    ...(across.length > 0 ? ['', 'Across sites:', ...across.map((one) => `  ${one}`)] : []),
  ];
  return `${lines.join('\n')}\n`;
};

const markdown: Write = (nights) => {
  const across = acrossLines(plainOf(nights));
  const parts = nights.map(({ night, silent }) => {
    const [summary = '', ...rest] = nightLines(night, silent);
    const told = toMarkdown([
      heading(2, summary),
      ...(rest.length > 0 ? [list(rest.map((one) => [one.trim()]))] : []),
    ]);
    return night.document ? `${told}\n${FORMATS.markdown.check(night.document, PLAIN)}` : told;
  });
  const shared =
    across.length > 0 ? [toMarkdown([heading(2, 'Across sites'), list(across.map((one) => [one]))])] : [];
  return [...shared, ...parts].join('\n');
};

/** GitHub shows an error where a night came to no conclusion, too: silence is not health. */
const github: Write = (nights) =>
  nights
    .map(({ night, silent }) =>
      night.document
        ? FORMATS.github.check(night.document, PLAIN)
        : `${notConcludedAnnotation(summaryLine(night, silent))}\n`,
    )
    .join('');

const json: Write = (nights) =>
  jsonText({
    schema: 'jira-token-contract/nightly/1',
    sites: nights.map(({ night, silent }) => ({
      site: night.site,
      exitCode: night.exitCode,
      outcome: night.entry.outcome,
      reason: night.reason ?? null,
      summary: summaryLine(night, silent),
      news: newsLines(night),
      notes: night.notes,
      next: night.document ? nextCommands(night.document).map(({ command }) => command) : [],
      run: night.document?.file ?? null,
      silence: {
        nights: silent.nights,
        lastConcluded: silent.last ?? null,
        says: silenceWords(silent).trim(),
      },
    })),
    across: sharedFindings(plainOf(nights)).map(({ finding, on, of, verdict }) => ({
      fingerprint: finding.fingerprint,
      rule: finding.rule,
      level: finding.level,
      credential: finding.probe?.credential ?? null,
      operation: finding.probe?.operation ?? null,
      on,
      of,
      verdict,
    })),
  });

/** How a night is told, by the name of the format on the command line. */
export const NIGHTLY_FORMATS = { text, markdown, github, json } as const satisfies Record<string, Write>;

export type NightlyFormat = keyof typeof NIGHTLY_FORMATS;
