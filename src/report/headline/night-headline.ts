import type { Night, NightDocument, NightOfSite } from '../documents/night/night-document.ts';
import { count } from '../documents/phrases.ts';
import { checkEvents, type Event } from './events.ts';
import { headlineOfCheck, headlineOfFault, toldEvents } from './headline.ts';
import type { Count, Headline } from './model.ts';
import { EVENT_STATES, STATES, type EventState } from './states.ts';
import { eventTitle, plainTitle, siteName, type Topic } from './title.ts';
import { listWords } from './words.ts';

/** Number of sites up to which a title names them. */
const MAX_NAMED = 2;

/** Greatest length of their names; longer ones are counted, to leave room for the event. */
const MAX_LIST = 40;

/** Tells what happened at one site in a night. */
export function headlineOfSite({ site, exitCode, reason, document, entry }: Night): Headline {
  if (!document) {
    const label = entry.origin === 'stand-in' ? siteName(site, entry.origin) : site;
    return headlineOfFault({ site: label, exitCode, reason: reason ?? 'no reason was given' });
  }
  return headlineOfCheck({ ...document, askedWith: { ...document.askedWith, site } });
}

/** Returns the sites of a title: by name if they are few, and counted otherwise. */
function topicOfSites(names: readonly string[], all: number, who: string): Topic {
  const list = listWords(names);
  if (names.length <= MAX_NAMED && list.length <= MAX_LIST) return { label: list, place: `at ${list}`, who };
  return names.length === all
    ? { label: `all ${all} sites`, place: `at any of ${all} sites`, who }
    : { label: `${names.length} of ${all} sites`, place: `at ${names.length} of ${all} sites`, who };
}

const OUTCOME: Readonly<Partial<Record<EventState, string>>> = {
  settings: 'not checked, because the settings are wrong',
  undecided: 'no conclusion',
};

/** Counts the sites by state, most urgent first. */
function countsOf(headlines: readonly Headline[]): Count[] {
  return EVENT_STATES.flatMap((state) => {
    const number = headlines.filter((headline) => headline.state === state).length;
    return number === 0
      ? []
      : [{ tone: STATES[state].tone, text: `${count(number, 'site')}: ${STATES[state].word}` }];
  });
}

const eventsAt = ({ night }: NightOfSite, state: EventState): Event[] =>
  night.document ? toldEvents(checkEvents(night.document), state) : [];

/** Tells what happened in a night: the most urgent event, and at which sites. */
export function headlineOfNight(nights: NightDocument): Headline {
  const headlines = nights.map(({ night }) => headlineOfSite(night));
  const [only, second] = headlines;
  if (only && !second) return only;
  if (!only)
    return { state: 'quiet', site: 'no site', title: 'No site was checked', subtitle: '', counts: [] };
  const state = EVENT_STATES.find((one) => headlines.some((headline) => headline.state === one)) ?? 'quiet';
  const there = nights.filter((_, i) => headlines[i]?.state === state);
  const names = headlines.filter((headline) => headline.state === state).map(({ site }) => site);
  const isStandIn = there.every(({ night }) => night.entry.origin === 'stand-in');
  const topic = topicOfSites(names, nights.length, isStandIn ? 'the server' : 'Jira');
  const outcome = OUTCOME[state];
  const events = there.flatMap((night) => eventsAt(night, state));
  return {
    state,
    site: topic.label,
    title:
      outcome === undefined && events.length > 0
        ? eventTitle(events, state, topic)
        : outcome === undefined
          ? `Nothing new ${topic.place}`
          : plainTitle(topic, outcome),
    subtitle: headlines.map(({ site, state: own }) => `${site}: ${STATES[own].word}`).join(' · '),
    counts: countsOf(headlines),
  };
}
