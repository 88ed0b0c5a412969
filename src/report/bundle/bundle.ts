import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { redact } from '../../evidence/redaction.ts';
import { pactFile, PACTS_FOLDER } from '../../pact/pacts.ts';
import { PACT_NAMES } from '../../run/pact-result.ts';
import { runText } from '../../run/run.ts';
import { toMarkdown } from '../blocks/markdown.ts';
import { toWiki } from '../blocks/wiki.ts';
import { deepPlain } from '../deep-plain.ts';
import type { CheckDocument, Layout } from '../documents/document.ts';
import { FORMATS } from '../formats.ts';
import { plain } from '../plain.ts';
import { toPng } from '../drawings/png.ts';
import { curveSvg } from '../drawings/curve-svg.ts';
import { revocationJson } from '../machine/revocation-json.ts';
import { timelineSvg } from '../drawings/timeline-svg.ts';
import { bugReportBlocks } from './bug-report.ts';
import { harText } from '../machine/har.ts';
import { reproduceText } from './reproduce.ts';
import { subjectsOf } from './subjects.ts';

/** One file of a bundle. */
export interface BundleFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

const LAYOUT: Layout = { width: 80, colour: false, all: true };

/** The published pacts, which hold synthetic credentials only. */
const pactTexts = (): [string, string][] =>
  PACT_NAMES.map((name) => [`${name}.pact.json`, readFileSync(join(PACTS_FOLDER, pactFile(name)), 'utf8')]);

/** What was measured of revocations: the timeline of the newest, how all are spread, and the numbers. */
function revocationTexts({ revocations }: CheckDocument): Record<string, string> {
  const newest = revocations?.all.at(-1);
  if (!revocations || !newest) return {};
  const [spread] = revocations.distributions;
  return {
    'revocation.svg': timelineSvg(newest),
    ...(spread && { 'revocation-curve.svg': curveSvg(spread) }),
    'revocation.json': revocationJson(revocations),
  };
}

/**
 * The texts of a bundle, each past the choke point.
 *
 * @throws Fault `secret-in-output` where one would hold a secret
 */
export function bundleTexts(document: CheckDocument): Readonly<Record<string, string>> {
  const shown = deepPlain(document, plain);
  const subjects = subjectsOf(shown);
  const blocks = bugReportBlocks(shown, subjects);
  const texts = {
    'bug-report.md': toMarkdown(blocks),
    'bug-report.wiki': toWiki(blocks),
    'evidence.har': harText(shown.run),
    'reproduce.sh': reproduceText(shown, subjects),
    'report.html': FORMATS.html.check(document, LAYOUT),
    'matrix.svg': FORMATS.svg.check(document, LAYOUT),
    'run.json': runText(shown.run),
    ...Object.fromEntries(pactTexts()),
    ...revocationTexts(shown),
  };
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, redact(text)]));
}

/**
 * All that is attached to a bug report. The same run gives the same bytes.
 *
 * @throws Fault as `bundleTexts` does
 */
export function bundleFiles(document: CheckDocument): BundleFile[] {
  const texts = bundleTexts(document);
  const files = Object.entries(texts).map(([name, content]) => ({ name, content }));
  return [...files, { name: 'matrix.png', content: toPng(texts['matrix.svg'] ?? '') }];
}

/**
 * No archive of ours says when it was made: the times of a run are in its files. A zip holds local time, so that only this
 * gives the same bytes in every time zone; the format begins with 1980. Noon, because no zone ever left it out.
 */
const beginning = (): Date => new Date(1980, 0, 1, 12);

/** The files of a bundle in one zip. */
export function zipBundle(files: readonly BundleFile[]): Uint8Array {
  const encoder = new TextEncoder();
  const entries = files.map(
    ({ name, content }) => [name, typeof content === 'string' ? encoder.encode(content) : content] as const,
  );
  return zipSync(Object.fromEntries(entries), { mtime: beginning(), level: 9 });
}
