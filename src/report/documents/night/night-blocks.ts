import {
  fileLink,
  group,
  list,
  pageOnly,
  paragraph,
  textOnly,
  texts,
  type Block,
} from '../../blocks/blocks.ts';
import type { Layout } from '../../layout.ts';
import { boxesOfFault, type UnaskedContext } from '../../headline/boxes.ts';
import { listedName, splitReason } from '../../headline/fault-reason.ts';
import { headlineOfFault } from '../../headline/headline.ts';
import { headlineOfNight, headlineOfSite } from '../../headline/night-headline.ts';
import { checkBlocks } from '../check/check-blocks.ts';
import { commandBlocks, nextCommands } from '../check/next-commands.ts';
import { formatSpan } from '../../headline/times.ts';
import { historyBlocks } from '../history/history-blocks.ts';
import { stripLegend } from '../history/outcomes.ts';
import { count, groupBy } from '../phrases.ts';
import { heatOfNight } from './heat-of-night.ts';
import type { Night, NightDocument, NightOfSite, NotConcludedDocument } from './night-document.ts';
import { describeSilence, notConcludedLabel, summaryLine } from './night-phrases.ts';
import { ruleLines } from './rule-lines.ts';
import { recentNights, siteTable } from './site-rows.ts';

/** Returns what is to be known of a site besides its findings. */
function noteItems({ night, silent }: NightOfSite): string[] {
  const silence = describeSilence(silent).trim();
  return [
    ...(silence === '' ? [] : [silence]),
    ...night.expiring,
    ...night.notes.map((note) => `note: ${note}`),
    ...(night.document?.file === undefined ? [] : [`Run file: ${night.document.file}`]),
  ];
}

const noteBlocks = (items: readonly string[]): Block[] => (items.length === 0 ? [] : [list(texts(...items))]);

/** Returns the report on the run of a site without its headline. */
function runBlocks({ night, silent }: NightOfSite, layout: Pick<Layout, 'all'>): Block[] {
  const { document } = night;
  if (document) return checkBlocks(document, layout).filter(({ kind }) => kind !== 'headline');
  return [{ kind: 'boxes', boxes: boxesOfFault(faultOf(night, silent)) }];
}

/** Returns what is known of a site that was not judged. */
function faultOf({ site, exitCode, reason }: Night, { nights, last }: NightOfSite['silent']): UnaskedContext {
  return {
    site,
    exitCode,
    reason: reason ?? 'no reason was given',
    lastConcluded: last,
    nights,
    name: listedName(site),
  };
}

/** Returns the commands that follow from the night of a site. */
function siteCommands({ night, silent }: NightOfSite): Block[] {
  if (night.document) return commandBlocks(night.document);
  const { commands } = boxesOfFault(faultOf(night, silent)).whatNow;
  return commands.map((next): Block => ({ kind: 'command', ...next }));
}

/** Returns the report on the night of the only site. */
function onlySiteBlocks(one: NightOfSite, layout: Pick<Layout, 'all'>): Block[] {
  const { night } = one;
  const rules = ruleLines(night);
  return [
    { kind: 'headline', headline: headlineOfSite(night) },
    textOnly(...(rules.length > 0 ? [list(rules)] : [])),
    ...noteBlocks(noteItems(one)),
    textOnly(...siteCommands(one)),
    pageOnly(...runBlocks(one, layout)),
  ];
}

/** Returns the run of one of several sites; a terminal shows only the tables. */
function siteBlocks(one: NightOfSite, layout: Pick<Layout, 'all'>): Block {
  const headline: Block = { kind: 'headline', headline: headlineOfSite(one.night), level: 2 };
  return pageOnly(headline, ...noteBlocks(noteItems(one)), ...runBlocks(one, layout));
}

/** Returns what the tables do not say about the sites: why there is no conclusion, and what else is to be known. */
function remarkBlocks(nights: NightDocument): Block[] {
  return noteBlocks(
    nights.flatMap(({ night, silent }) => {
      const reason = splitReason(night.reason ?? (night.document ? '' : 'no reason was given')).reason;
      const notes = night.notes.map((note) => `note: ${note}`);
      const words = [reason, describeSilence(silent).trim(), ...night.expiring, ...notes];
      const text = words.filter(Boolean).join(' ');
      return text === '' ? [] : [`${night.site}: ${text}`];
    }),
  );
}

/** Returns the commands that make the next night pass, those with the same purpose together. */
function nextBlocks(nights: NightDocument): Block[] {
  const commands = nights.flatMap(({ night, silent }) =>
    night.document ? nextCommands(night.document) : boxesOfFault(faultOf(night, silent)).whatNow.commands,
  );
  return groupBy(commands, ({ purpose }) => purpose).flatMap(([purpose, next]) =>
    next.map(({ command }, i): Block => ({ kind: 'command', purpose: i === 0 ? purpose : '', command })),
  );
}

/** Says which of several sites are the stand-in: nothing else about them is different. Empty if none is. */
function standInWords(nights: NightDocument): string {
  const own = nights.filter(({ night }) => night.entry.origin === 'stand-in');
  if (own.length === 0) return '';
  const names = own.length === nights.length ? '' : `${own.map(({ night }) => night.site).join(', ')}: `;
  return ` · ${names}the stand-in, which is not Jira`;
}

/** Returns the headline of several sites. The table names them, so the subtitle only says when they were asked, and whether of Jira. */
function headlineBlock(nights: NightDocument): Block {
  const asked = formatSpan(nights.map(({ night }) => night.entry.at));
  return {
    kind: 'headline',
    headline: { ...headlineOfNight(nights), subtitle: `asked ${asked}${standInWords(nights)}` },
  };
}

/** Returns what changed, by site, and a row for each site. */
function overviewBlocks(nights: NightDocument, hasLinks: boolean): Block[] {
  const found = heatOfNight(nights);
  const unjudged = nights.filter(({ night }) => !night.document).map(({ night }) => night.site);
  return [
    ...(found ? [{ kind: 'heat', heat: found.heat } as const] : []),
    ...(found && found.rest > 0 ? [paragraph(`${count(found.rest, 'more kind')} of change.`)] : []),
    ...(found && unjudged.length > 0 ? [paragraph(`Not compared: ${unjudged.join(', ')}.`)] : []),
    group(siteTable(nights, hasLinks), paragraph(stripLegend(nights.flatMap(recentNights)))),
  ];
}

/** Returns the report on a night: what changed on which sites, and a row for each site. */
export function nightBlocks(nights: NightDocument, layout: Pick<Layout, 'all'>): Block[] {
  const [only, second] = nights;
  if (!only) return [paragraph('No site was asked.')];
  if (!second) return onlySiteBlocks(only, layout);
  return [
    headlineBlock(nights),
    ...overviewBlocks(nights, false),
    textOnly(...remarkBlocks(nights), ...nextBlocks(nights)),
    ...nights.map((one) => siteBlocks(one, layout)),
  ];
}

/** Returns the summary of a night for a chat: a line per site, and the commands that make the next night pass. */
export function nightSummaryBlocks(nights: NightDocument): Block[] {
  return [
    ...nights.map(({ night, silent }) => paragraph(summaryLine(night, silent))),
    ...nights.flatMap(({ night }) => (night.document ? commandBlocks(night.document) : [])),
  ];
}

/** Returns the index page of a night, with links to the reports of its sites. */
export function nightIndexBlocks(nights: NightDocument): Block[] {
  if (nights.length === 0) return [paragraph('No site was asked.')];
  return [
    headlineBlock(nights),
    ...overviewBlocks(nights, true),
    ...remarkBlocks(nights),
    paragraph(fileLink('history.html', 'History')),
  ];
}

/** Returns the report on a site whose night was not concluded: the reason, what to do, and its history. */
export function notConcludedBlocks(document: NotConcludedDocument, layout: Pick<Layout, 'all'>): Block[] {
  const { reason, exitCode = 3, history } = document;
  const nights = history.sites[0]?.nights;
  const fault = {
    site: notConcludedLabel(document),
    reason,
    exitCode,
    lastConcluded: nights?.lastConcludedNight?.at,
    nights: nights?.inconclusiveNights.length ?? 0,
    name: listedName(document.site),
  };
  return [
    { kind: 'headline', headline: headlineOfFault(fault) },
    { kind: 'boxes', boxes: boxesOfFault(fault) },
    ...historyBlocks(history, layout),
  ];
}
