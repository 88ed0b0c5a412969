import { findOperation } from '../../contract/operations.ts';
import { digest } from '../../change/fingerprint.ts';
import type { Origin } from '../../evidence/exchange.ts';
import type { Timeline } from '../../history/timeline.ts';
import { TOOL } from '../../run/tool-version.ts';
import { historyEvents, type HistoryEvent } from '../documents/history/history-events.ts';
import {
  originOfSite,
  type HistoryDocument,
  type SiteHistory,
} from '../documents/history/history-document.ts';
import { historyTitle } from '../documents/history/history-phrases.ts';
import { count } from '../documents/phrases.ts';
import { namedCredentials, operationWords } from '../headline/words.ts';
import { escapeXml } from '../xml.ts';

/** Greatest number of entries; the newest. The page has all. */
const MAX_ENTRIES = 100;

/** The authority of our ids. This domain can belong to nobody (RFC 2606), so that nobody else issues the same. */
const AUTHORITY = 'tag:jira-token-contract.invalid,2026';

/** An event of one site, or of the public observations. */
interface Told {
  readonly event: HistoryEvent;
  /** What stays the same of the site. */
  readonly key: string;
  readonly label: string;
  readonly origin: Origin;
}

/** Returns a date of any precision as a time: the first moment that it can mean. */
function timeOf(at: string): string {
  if (at.includes('T')) return at;
  const [year = '1970', month = '01', day = '01'] = at.split('-');
  return `${year}-${month}-${day}T00:00:00Z`;
}

/** Returns the events that runs of a site found. */
function ownEvents(site: SiteHistory): Told[] {
  const runs = new Set(site.nights?.entries.map(({ name }) => name));
  const origin = originOfSite(site);
  const [label, key] = [historyTitle(site), `${origin} ${site.nights?.site ?? ''}`];
  return historyEvents(site.timelines)
    .filter(({ seenBy }) => runs.has(seenBy))
    .map((event) => ({ event, key, label, origin }));
}

/** Returns the events between public observations, which are the same for every site. */
const publicEvents = (published: readonly Timeline[]): Told[] =>
  historyEvents(published).map((event) => ({
    event,
    key: 'public',
    label: 'Jira Cloud, from public observations',
    origin: 'transcribed',
  }));

const newestFirst = (a: Told, b: Told): number => {
  const [one, other] = [timeOf(a.event.at), timeOf(b.event.at)];
  return one > other ? -1 : one < other ? 1 : 0;
};

/** Returns the newest of all observations, for a feed without an entry. */
function newestTime(sites: readonly SiteHistory[]): string {
  const times = sites.flatMap(({ timelines }) =>
    timelines.flatMap(({ periods }) => periods.map(({ to }) => timeOf(to))),
  );
  return times.toSorted().at(-1) ?? timeOf('');
}

const element = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;

/** "revoked tokens: refused 401 → ignored 200 on 3 operations" */
const describeEvent = ({ before, after, credentials, operations }: HistoryEvent): string =>
  `${namedCredentials(credentials)}: ${before} → ${after} on ${operationWords(operations)}`;

function entryLines({ event, key, label, origin }: Told, page: string): string[] {
  const { at, seenBy, before, after, credentials, operations, probes } = event;
  const names = operations.map((id) => findOperation(id)?.short ?? id);
  return [
    '  <entry>',
    // Neither the wording nor the number of probes is part of it, because both may change with the tool.
    `    ${element('id', `${AUTHORITY}:change/${digest([key, at, seenBy, before, after])}`)}`,
    `    ${element('title', `${label}: ${describeEvent(event)}`)}`,
    `    ${element('updated', timeOf(at))}`,
    `    <link rel="alternate" type="text/html" href="${escapeXml(page)}"/>`,
    `    <category term="${origin}"/>`,
    `    ${element('content', `${before} → ${after}: ${count(probes, 'probe')}. Credentials: ${credentials.join(', ')}. Operations: ${names.join(', ')}. Found by ${seenBy}.`)}`,
    '  </entry>',
  ];
}

/**
 * Renders the changes in a history as a feed: Atom 1.0 (RFC 4287), newest first. Its dates are those of the changes. Its links are
 * relative, to the pages beside it, unless the document says where it is published.
 */
export function historyAtom({ sites, url = '' }: HistoryDocument): string {
  const [name = '', version = ''] = TOOL.split(' ');
  const told = [...sites.flatMap(ownEvents), ...publicEvents(sites[0]?.published ?? [])].toSorted(
    newestFirst,
  );
  const [newest] = told;
  const [site, ...others] = sites;
  const title = site && others.length === 0 ? historyTitle(site) : count(sites.length, 'site');
  const page = `${url}history.html`;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `  ${element('id', `${AUTHORITY}:changes/${digest(sites.map((own) => own.nights?.site ?? 'public'))}`)}`,
    `  ${element('title', `How API tokens are treated: ${title}`)}`,
    `  ${element('updated', newest ? timeOf(newest.event.at) : newestTime(sites))}`,
    `  <author>${element('name', name)}</author>`,
    `  <generator version="${escapeXml(version)}">${escapeXml(name)}</generator>`,
    `  <link rel="self" type="application/atom+xml" href="${escapeXml(`${url}history.atom`)}"/>`,
    `  <link rel="alternate" type="text/html" href="${escapeXml(page)}"/>`,
    ...told.slice(0, MAX_ENTRIES).flatMap((one) => entryLines(one, page)),
    '</feed>',
    '',
  ].join('\n');
}
