import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { redact } from '../../secrets/redaction.ts';
import { pactFile, PACTS_FOLDER } from '../../pact/pacts.ts';
import { PACT_NAMES } from '../../run/pact-result.ts';
import { runText } from '../../run/run.ts';
import { mapTexts } from '../deep-plain.ts';
import { FILE_LAYOUT, type Layout } from '../layout.ts';
import { FORMATS, render } from '../formats.ts';
import { sanitiseText } from '../plain.ts';
import { clientsSvg } from '../drawings/clients-svg.ts';
import { toPng } from '../drawings/png.ts';
import { ticketName } from './bug-report.ts';
import type { TicketDocument } from './ticket-blocks.ts';
import { ticketsOf } from './tickets.ts';

/** A file of a bundle. */
export interface BundleFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

const LAYOUT: Layout = { ...FILE_LAYOUT, all: true, rest: 'report.html' };

/** Returns the published pacts; they contain only synthetic credentials. */
const pactTexts = (): [string, string][] =>
  PACT_NAMES.map((name) => [`${name}.pact.json`, readFileSync(join(PACTS_FOLDER, pactFile(name)), 'utf8')]);

/** The formats in which a ticket can be filed. */
const TICKET_FORMATS = ['markdown', 'jira-wiki', 'adf'] as const;

const reportTexts = (
  name: string,
  write: (format: (typeof TICKET_FORMATS)[number]) => string,
): Record<string, string> =>
  Object.fromEntries(TICKET_FORMATS.map((format) => [`${name}.${FORMATS[format].extension}`, write(format)]));

/** Returns the tickets if there are several; a single one is the bug report itself. */
function ticketTexts(check: TicketDocument): Record<string, string> {
  const tickets = ticketsOf(check);
  if (tickets.length < 2) return {};
  const texts = tickets.map(({ rule }) =>
    reportTexts(ticketName(rule), (format) => render('bug-report', format, { ...check, rule }, LAYOUT)),
  );
  return Object.fromEntries(texts.flatMap((ticket) => Object.entries(ticket)));
}

/** Returns the revocation measurements: timeline of the newest, distribution of all, and data. */
function revocationTexts({ revocations }: TicketDocument): Record<string, string> {
  const newest = revocations?.all.at(-1);
  if (!revocations || !newest) return {};
  return {
    'revocation.svg': render('revocation', 'svg', { ...revocations, current: newest }, LAYOUT),
    ...(revocations.distributions.length > 0 && {
      'revocation-curve.svg': render('revocation', 'svg', { ...revocations, current: undefined }, LAYOUT),
    }),
    'revocation.json': render('revocation', 'json', revocations, LAYOUT),
  };
}

/**
 * Returns the redacted text files of a bundle by name.
 *
 * @throws Fault `secret-in-output` if a text would contain a secret
 */
export function bundleTexts(document: TicketDocument): Readonly<Record<string, string>> {
  const texts = {
    ...reportTexts('bug-report', (format) => render('bug-report', format, document, LAYOUT)),
    ...ticketTexts(document),
    'evidence.har': render('check', 'har', document, LAYOUT),
    'reproduce.sh': render('bug-report', 'sh', document, LAYOUT),
    'report.html': render('check', 'html', document, LAYOUT),
    'matrix.svg': render('check', 'svg', document, LAYOUT),
    ...(document.clients && { 'clients.svg': clientsSvg(document.clients) }),
    // Data, not a report: it is read back.
    'run.json': runText(mapTexts(document.run, sanitiseText)),
    ...Object.fromEntries(pactTexts()),
    ...revocationTexts(document),
  };
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, redact(text)]));
}

/**
 * Returns the files to attach to a bug report. The same run gives the same bytes.
 *
 * @throws Fault as `bundleTexts` does
 */
export function bundleFiles(document: TicketDocument): BundleFile[] {
  const texts = bundleTexts(document);
  const files = Object.entries(texts).map(([name, content]) => ({ name, content }));
  const pictures = ['matrix', 'clients'].flatMap((name): BundleFile[] => {
    const drawing = texts[`${name}.svg`];
    return drawing === undefined ? [] : [{ name: `${name}.png`, content: toPng(drawing) }];
  });
  return [...files, ...pictures];
}

/**
 * Returns the fixed time of all files in an archive, so that the same files give the same bytes. A zip stores local time,
 * hence the local constructor; the format starts in 1980; noon, because no time zone ever skipped it.
 */
const fixedTime = (): Date => new Date(1980, 0, 1, 12);

/** Returns a zip of the files of a bundle. */
export function zipBundle(files: readonly BundleFile[]): Uint8Array {
  const encoder = new TextEncoder();
  const entries = files.map(
    ({ name, content }) => [name, typeof content === 'string' ? encoder.encode(content) : content] as const,
  );
  return zipSync(Object.fromEntries(entries), { mtime: fixedTime(), level: 9 });
}
