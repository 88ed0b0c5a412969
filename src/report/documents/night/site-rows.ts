import type { Expiry } from '../../../config/expiry.ts';
import { failingFindings, inState } from '../../../findings/findings.ts';
import { fileLink, table, texts, type Block, type Line } from '../../blocks/blocks.ts';
import { headlineOfSite } from '../../headline/night-headline.ts';
import { STATES } from '../../headline/states.ts';
import { stripOf } from '../history/outcomes.ts';
import { count } from '../phrases.ts';
import { rowsWith } from '../rows.ts';
import { checkFindings } from '../settled-document.ts';
import { nameInTable } from './night-phrases.ts';
import type { Night, NightDocument, NightOfSite } from './night-document.ts';

/** Number of nights in the strip of a site. */
export const RECENT_NIGHTS = 14;

/** Returns the newest nights of a site, this one included. */
export function recentNights({ night, recent }: NightOfSite): NonNullable<NightOfSite['recent']> {
  return (recent ?? [night.entry]).slice(-RECENT_NIGHTS);
}

/** Returns what a site had tonight: "57 new", "nothing new", "wrong settings". */
function tonightOf(night: Night): Line {
  const { state } = headlineOfSite(night);
  const { sign, tone, word } = STATES[state];
  const findings = night.document && checkFindings(night.document);
  const fixed = findings ? inState(findings, 'fixed').length : 0;
  const worse = findings
    ? failingFindings(findings).filter((finding) => finding.state !== 'fixed').length
    : 0;
  const counts = [...(worse > 0 ? [`${worse} new`] : []), ...(fixed > 0 ? [`${fixed} good news`] : [])].join(
    ', ',
  );
  const words = state === 'undecided' || state === 'settings' || counts === '' ? word : counts;
  return [{ badge: { sign: `${sign} ${words}`, word: words, tone } }];
}

function undecidedOf({ document }: Night): string {
  if (!document) return '–';
  const { rows } = document.run;
  const asked = rows.filter(({ kind, verdict }) => kind === 'contract' && verdict !== 'skipped').length;
  return `${rowsWith(rows, 'contract', 'inconclusive').length} of ${asked}`;
}

/** Returns when a token expires, as of the night; what is due is marked. */
function expiryOf(expires: Expiry | undefined): string {
  if (!expires) return '–';
  const { days, isDue } = expires;
  if (days <= 0) return 'expired !';
  return `in ${count(days, 'day')}${isDue ? ' !' : ''}`;
}

/** Returns a table with a row for each site: its last nights, tonight, undecided probes, and the expiry of its own token. */
export function siteTable(nights: NightDocument, hasLinks: boolean): Block {
  const longest = Math.max(...nights.map((night) => recentNights(night).length));
  const head = [
    'site',
    `last ${count(longest, 'night')}`,
    'tonight',
    'undecided',
    'token expires',
    ...(hasLinks ? ['files'] : []),
  ];
  const rows = nights.map((one): Line[] => {
    const { night } = one;
    const file = (name: string): Line => [fileLink(`${night.site}/${name}`, name.replace('.html', ''))];
    return [
      [nameInTable(night)],
      [stripOf(recentNights(one), 'night')],
      tonightOf(night),
      [undecidedOf(night)],
      [expiryOf(night.expires)],
      ...(hasLinks
        ? [[...file('report.html'), ...(night.document ? [' · ', ...file('run.json')] : [])]]
        : []),
    ];
  });
  return table(texts(...head), rows, { label: 'The sites of this night' });
}
