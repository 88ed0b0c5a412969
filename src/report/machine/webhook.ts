import {
  withNightFindings,
  type Night,
  type NightDocument,
  type NightOfSite,
} from '../documents/night/night-document.ts';
import { describeSilence, summaryLine } from '../documents/night/night-phrases.ts';
import { mapTexts } from '../deep-plain.ts';
import { countWords } from '../headline/headline-line.ts';
import { headlineOfNight, headlineOfSite } from '../headline/night-headline.ts';
import { STATES } from '../headline/states.ts';
import type { Headline } from '../headline/model.ts';
import { sanitiseLine } from '../plain.ts';

/** The kinds of message that a webhook can expect. */
export type MessageKind = keyof typeof MESSAGES;

/** What a message tells of a site. */
interface ToldSite {
  readonly night: Pick<Night, 'site' | 'exitCode' | 'expiring' | 'entry'>;
  readonly headline: Headline;
  readonly summary: string;
  readonly silence: string;
}

/** What a message tells. */
interface Told {
  readonly headline: Headline;
  readonly sites: readonly ToldSite[];
}

/**
 * Greatest length of a message for people, in characters. Slack recommends it, and with every character escaped it stays below the
 * 28 KB that Teams takes.
 */
const MAX_TEXT = 4000;

const CUT = '… cut here; the rest is in the reports of the night.';

/** Returns the lines that fit into a message. */
function fitting(lines: readonly string[]): string[] {
  const fit: string[] = [];
  let room = MAX_TEXT - CUT.length - 1;
  for (const line of lines) {
    if (line.length + 1 > room) return [...fit, CUT];
    fit.push(line);
    room -= line.length + 1;
  }
  return fit;
}

const titleLine = ({ state, title }: Headline): string => `${STATES[state].sign} ${title}`;

/** Returns the message for people, as lines of plain text: what happened, and at which sites if there are several. */
function linesOf({ headline, sites }: Told): string[] {
  const { subtitle } = headline;
  const own = sites.length > 1 ? sites.map((site) => titleLine(site.headline)) : [];
  const notices = sites.flatMap(({ night, silence }) => [...night.expiring, silence]);
  const lines = [titleLine(headline), subtitle, countWords(headline), ...own, ...notices];
  return fitting(lines.filter((line) => line !== ''));
}

/** Escapes the characters that control Slack: https://docs.slack.dev/messaging/formatting-message-text#escaping. */
const slackEscape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Returns the message for an incoming webhook of Slack. Addresses in it are not fetched for a preview. */
const slackMessage = (told: Told): object => ({
  text: slackEscape(linesOf(told).join('\n')),
  unfurl_links: false,
  unfurl_media: false,
});

const block = (text: string, look: object = {}): object => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...look }],
});

/**
 * Returns the message for a workflow of Teams: an Adaptive Card. Its texts are runs of a rich text block, which are shown as they
 * are; a text block would read them as Markdown.
 */
function teamsMessage(told: Told): object {
  const [title = '', ...rest] = linesOf(told);
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: title,
          msteams: { width: 'Full' },
          body: [block(title, { weight: 'bolder', size: 'medium' }), ...rest.map((line) => block(line))],
        },
      },
    ],
  };
}

/** Returns the message for any other receiver. */
const jsonMessage = ({ headline, sites }: Told, exitCode: number): object => ({
  schema: 'jira-token-contract/webhook/1',
  exitCode,
  state: headline.state,
  title: headline.title,
  subtitle: headline.subtitle,
  counts: headline.counts.map(({ text }) => text),
  sites: sites.map(
    ({ night: { site, exitCode: own, expiring, entry }, headline: { state, title, subtitle }, summary }) => ({
      site,
      origin: entry.origin,
      run: entry.name,
      at: entry.at,
      exitCode: own,
      outcome: entry.outcome,
      state,
      title,
      subtitle,
      summary,
      expiring,
    }),
  ),
});

const MESSAGES = { slack: slackMessage, teams: teamsMessage, json: jsonMessage } as const;

/** A message about a night. */
export interface NightMessage {
  /** Whether it tells that all is as before. */
  readonly isQuiet: boolean;
  /** Returns the body of the request, as JSON. */
  readonly body: (kind: MessageKind) => string;
}

const toldSite = ({ night, silent }: NightOfSite): ToldSite => {
  const { site, exitCode, expiring, entry } = night;
  // The answers of a whole run are not part of a message.
  const bare = { ...entry, answers: {} };
  return {
    night: { site, exitCode, expiring, entry: bare },
    headline: headlineOfSite(night),
    summary: summaryLine(night, silent),
    silence: describeSilence(silent).trim(),
  };
};

/**
 * Returns the message about a night. Texts that came from a site are sanitised here, as for every report.
 *
 * @param exitCode that of the night, which may be worse than those of its sites
 */
export function nightMessage(document: NightDocument, exitCode: number): NightMessage {
  const nights = withNightFindings(document);
  const told = mapTexts<Told>(
    { headline: headlineOfNight(nights), sites: nights.map(toldSite) },
    sanitiseLine,
  );
  return {
    isQuiet: told.headline.state === 'quiet' && exitCode === 0,
    body: (kind) => JSON.stringify(MESSAGES[kind](told, exitCode)),
  };
}
