import type { Snapshot } from '../../run/snapshot.ts';
import { byRule, type Event } from './events.ts';
import { eventPhrases } from './event-phrases.ts';
import type { EventState } from './states.ts';
import { cut, numberWords } from './words.ts';

/** Greatest length of a title: it fits on a phone, in a subject line and in a list of issues. */
export const MAX_TITLE = 90;

/** Greatest length of a site in a title. */
const MAX_SITE = 40;

/** What a title is about: a site, several sites, or sets of recordings. */
export interface Topic {
  readonly label: string;
  /** The label after "nothing new": "at acme", "in public-2026-09". */
  readonly place: string;
  /** Whose answers it tells of: "Jira", or "the server" for the stand-in. */
  readonly who: string;
}

/** Returns the name of a site in a title: without its scheme, and never so that the stand-in passes for a site. */
export function siteName(site: string, origin: Snapshot['origin']): string {
  const plain = site
    .replace(/^https:\/\//, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const name = cut(plain || 'an unnamed site', MAX_SITE);
  return origin === 'stand-in' ? `${name} (stand-in)` : name;
}

/** Returns the topic of a site or of a set of recordings. */
export function topicOf(name: string, origin: Snapshot['origin']): Topic {
  const label = siteName(name, origin);
  return {
    label,
    place: origin === 'transcribed' ? `in ${label}` : `at ${label}`,
    who: origin === 'stand-in' ? 'the server' : 'Jira',
  };
}

/** Returns the first text that fits, or the last one cut to fit. */
function fitting(texts: readonly string[]): string {
  return texts.find((text) => text.length <= MAX_TITLE) ?? cut(texts.at(-1) ?? '', MAX_TITLE);
}

/** What the other rules found, by the state of the report. */
const REST: Readonly<Partial<Record<EventState, string>>> = {
  new: 'change',
  broken: 'fault',
  fixed: 'improvement',
};

/** Returns the title of events: the worst rule, and the number of the others. */
export function eventTitle(events: readonly Event[], state: EventState, { label, who }: Topic): string {
  const [worst, ...others] = byRule(events);
  if (!worst) return label;
  const [, group] = worst;
  const noun = REST[state] ?? 'finding';
  const number = others.length;
  const rests =
    number === 0
      ? ['']
      : [`, and ${numberWords(number)} more kind${number === 1 ? '' : 's'} of ${noun}`, ', and more', ''];
  const phrases = eventPhrases(group, who);
  return fitting(rests.flatMap((rest) => phrases.map((phrase) => `${label}: ${phrase}${rest}`)));
}

/** Returns a title that tells no event of Jira: "acme: no conclusion, because …". */
export function plainTitle({ label }: Topic, text: string): string {
  return cut(`${label}: ${text}`, MAX_TITLE);
}

/** Returns the title of a report without anything new. */
export function quietTitle({ place, label }: Topic, changes: number): string {
  return changes === 0
    ? `Nothing new ${place}`
    : cut(
        `${label}: nothing alarming, ${numberWords(changes)} smaller ${changes === 1 ? 'change' : 'changes'}`,
        MAX_TITLE,
      );
}
