import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { redact } from '../../secrets/redaction.ts';
import { pactFile, PACTS_FOLDER } from '../../pact/pacts.ts';
import { PACT_NAMES } from '../../run/pact-result.ts';
import { runText } from '../../run/run.ts';
import { deepPlain } from '../deep-plain.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { PLAIN, type Layout } from '../layout.ts';
import { render } from '../formats.ts';
import { plain } from '../plain.ts';
import { toPng } from '../drawings/png.ts';

/** One file of a bundle. */
export interface BundleFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

const LAYOUT: Layout = { ...PLAIN, all: true };

/** The published pacts, which hold synthetic credentials only. */
const pactTexts = (): [string, string][] =>
  PACT_NAMES.map((name) => [`${name}.pact.json`, readFileSync(join(PACTS_FOLDER, pactFile(name)), 'utf8')]);

/** What was measured of revocations: the timeline of the newest, how all are spread, and the numbers. */
function revocationTexts({ revocations }: CheckDocument): Record<string, string> {
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
 * The texts of a bundle, each past the choke point.
 *
 * @throws Fault `secret-in-output` where one would hold a secret
 */
export function bundleTexts(document: CheckDocument): Readonly<Record<string, string>> {
  const texts = {
    'bug-report.md': render('bug-report', 'markdown', document, LAYOUT),
    'bug-report.wiki': render('bug-report', 'jira-wiki', document, LAYOUT),
    'evidence.har': render('check', 'har', document, LAYOUT),
    'reproduce.sh': render('bug-report', 'sh', document, LAYOUT),
    'report.html': render('check', 'html', document, LAYOUT),
    'matrix.svg': render('check', 'svg', document, LAYOUT),
    // Data, not a report: it is read back.
    'run.json': runText(deepPlain(document.run, plain)),
    ...Object.fromEntries(pactTexts()),
    ...revocationTexts(document),
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
