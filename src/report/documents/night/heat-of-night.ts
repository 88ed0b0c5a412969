import { capitalise } from '../../../capitalise.ts';
import type { HeatRow, HeatTable } from '../../blocks/heat.ts';
import { checkEvents, type Event } from '../../headline/events.ts';
import { eventPhrases } from '../../headline/event-phrases.ts';
import { groupBy } from '../phrases.ts';
import { levelTone } from '../states.ts';
import { isOfOperation, sharedFindings, type SharedFinding } from './across-sites.ts';
import { nameInTable } from './night-phrases.ts';
import type { NightDocument } from './night-document.ts';

/** Maximum number of rows. */
const MAX_ROWS = 30;

/** The findings of several sites, and the number of kinds that are left out. */
export interface HeatOfNight {
  readonly heat: HeatTable;
  readonly rest: number;
}

/** Whose answers are compared: without a real site, it is not Jira. */
type Who = 'Jira' | 'the server';

/** Returns who changed. */
function verdictOf(shared: SharedFinding, who: Who): string {
  const { verdict, on, of } = shared;
  if (verdict === 'jira') return who;
  const rolledOut = isOfOperation(shared) ? ', rolled out site by site' : '';
  return verdict === 'site' ? `only ${on[0]}${rolledOut}` : `${on.length} of ${of.length} sites${rolledOut}`;
}

/** Returns a row for findings of a rule that the same sites have and that happened in the same way. */
function rowOf(
  group: readonly [SharedFinding, ...SharedFinding[]],
  sites: readonly string[],
  eventOf: (shared: SharedFinding) => Event,
  who: Who,
): HeatRow {
  const [first, ...others] = group;
  const { state, level, detail } = first.finding;
  const [phrase] = eventPhrases([eventOf(first), ...others.map(eventOf)], who);
  const isFixed = state === 'fixed';
  return {
    tone: isFixed ? 'good' : levelTone(level),
    level: isFixed ? 'good news' : level,
    what: `${capitalise(phrase)}: ${detail}`,
    numbers: sites.map((site) =>
      group.some(({ of }) => of.includes(site))
        ? group.filter(({ on }) => on.includes(site)).length
        : undefined,
    ),
    verdict: verdictOf(first, who),
  };
}

/** Returns what changed on several sites: a row for each rule, answer and set of sites. Undefined for one site, or if nothing changed. */
export function heatOfNight(nights: NightDocument): HeatOfNight | undefined {
  if (nights.length < 2) return undefined;
  const sites = nights.map(({ night }) => night.site);
  const events = new Map<string, Event>(
    nights.flatMap(({ night }) =>
      (night.document ? checkEvents(night.document) : []).map((event): [string, Event] => [
        `${night.site} ${event.finding.fingerprint}`,
        event,
      ]),
    ),
  );
  const eventOf = ({ on, finding }: SharedFinding): Event =>
    events.get(`${on[0]} ${finding.fingerprint}`) ?? {
      finding,
      before: null,
      after: null,
      change: undefined,
      row: undefined,
    };
  const groups = groupBy(sharedFindings(nights.map(({ night }) => night)), ({ finding, on, of }) =>
    JSON.stringify([finding.rule, finding.state, finding.detail, on, of]),
  );
  if (groups.length === 0) return undefined;
  const isReal = nights.some(({ night }) => night.document && night.entry.origin !== 'stand-in');
  const who = isReal ? 'Jira' : 'the server';
  const rows = groups.slice(0, MAX_ROWS).map(([, group]) => rowOf(group, sites, eventOf, who));
  return {
    heat: { label: 'What changed, by site', sites: nights.map(({ night }) => nameInTable(night)), rows },
    rest: groups.length - rows.length,
  };
}
