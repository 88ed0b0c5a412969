import type { Origin } from '../../evidence/exchange.ts';
import type { Night, NightDocument } from '../documents/night/night-document.ts';
import { count } from '../documents/phrases.ts';
import { byRule, checkEvents, type Event } from './events.ts';
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

/** A site of a night, and what happened there in the state that the headline tells. */
interface Told {
  readonly site: string;
  readonly origin: Origin;
  readonly events: readonly Event[];
}

const eventsOf = ({ document }: Night, state: EventState): Event[] =>
  document ? toldEvents(checkEvents(document), state) : [];

/** Returns the sites with the worst event: only of these the title may tell it. */
function sitesOfWorst(sites: readonly Told[]): readonly Told[] {
  const [worst] = byRule(sites.flatMap(({ events }) => events));
  return worst
    ? sites.filter(({ events }) => events.some(({ finding }) => finding.rule === worst[0]))
    : sites;
}

function titleOf(topic: Topic, state: EventState, events: readonly Event[]): string {
  const outcome = OUTCOME[state];
  if (outcome !== undefined) return plainTitle(topic, outcome);
  return events.length > 0 ? eventTitle(events, state, topic) : `Nothing new ${topic.place}`;
}

/** Number of sites that a subtitle lists. */
const MAX_LISTED = 6;

/** Lists the sites with their states, the most urgent first. */
function siteWords(headlines: readonly Headline[]): string {
  const sorted = headlines.toSorted((a, b) => EVENT_STATES.indexOf(a.state) - EVENT_STATES.indexOf(b.state));
  const rest = sorted.length - MAX_LISTED;
  return [
    ...sorted.slice(0, MAX_LISTED).map(({ site, state }) => `${site}: ${STATES[state].word}`),
    ...(rest > 0 ? [`${rest} more`] : []),
  ].join(' · ');
}

const NO_SITE: Headline = {
  state: 'quiet',
  site: 'no site',
  title: 'No site was checked',
  subtitle: '',
  counts: [],
};

/** Tells what happened in a night: the most urgent event, and at which sites. */
export function headlineOfNight(nights: NightDocument): Headline {
  const headlines = nights.map(({ night }) => headlineOfSite(night));
  const [first = NO_SITE, ...others] = headlines;
  if (others.length === 0) return first;
  const state = EVENT_STATES.find((one) => headlines.some((headline) => headline.state === one)) ?? 'quiet';
  const there = nights.flatMap(({ night }, i): Told[] => {
    const headline = headlines[i];
    return headline?.state === state
      ? [{ site: headline.site, origin: night.entry.origin, events: eventsOf(night, state) }]
      : [];
  });
  const told = sitesOfWorst(there);
  const topic = topicOfSites(
    told.map(({ site }) => site),
    nights.length,
    told.every(({ origin }) => origin === 'stand-in') ? 'the server' : 'Jira',
  );
  return {
    state,
    site: topic.label,
    title: titleOf(
      topic,
      state,
      there.flatMap(({ events }) => events),
    ),
    subtitle: siteWords(headlines),
    counts: countsOf(headlines),
  };
}
