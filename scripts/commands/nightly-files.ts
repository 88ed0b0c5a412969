import { join } from 'node:path';
import {
  checkFolder,
  holdsOnly,
  strangerIn,
  writeFolder,
  type FolderKind,
} from '../../src/evidence/write-folder.ts';
import type { Entry } from '../../src/history/entry.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { historyDocument } from '../../src/report/documents/history/history-document.ts';
import { HISTORY_FORMATS } from '../../src/report/documents/history/history-formats.ts';
import { html } from '../../src/report/blocks/markup.ts';
import { page } from '../../src/report/page/page.ts';
import { historySection } from '../../src/report/documents/history/history-html.ts';
import { notConcludedJunit } from '../../src/report/machine/junit.ts';
import { notConcludedSarif } from '../../src/report/machine/sarif.ts';
import { REPORTS } from '../../src/run/side.ts';
import { runText } from '../../src/run/run.ts';
import type { Night } from '../../src/report/documents/night/night-document.ts';
import { commandLines } from '../../src/report/documents/night/night-words.ts';
import { PLAIN } from '../../src/report/plain-layout.ts';

/** Where the reports of the newest night stand, under names that stay the same. */
export const NIGHTLY = join(REPORTS, 'nightly');

/** The reports of one site; of several, each has a folder with them. */
const SITE_FILES = ['report.html', 'report.sarif', 'report.junit.xml', 'run.json'];

const OWN_FILES = new Set(['summary.txt', 'report.md', 'history.html', 'metrics.prom', ...SITE_FILES]);

const isKnown = (path: string, isFolder: boolean): boolean => {
  const [first = '', second, ...deeper] = path.split('/');
  if (second === undefined) return isFolder ? /^[a-z0-9-]+$/.test(first) : OWN_FILES.has(first);
  return deeper.length === 0 && !isFolder && SITE_FILES.includes(second);
};

const KIND: FolderKind = {
  noun: 'folder of a night',
  strangeness: (folder) => {
    const stranger = strangerIn(folder, isKnown);
    return stranger === undefined ? undefined : `it holds ${stranger}`;
  },
  isLeftOver: (folder) => holdsOnly(folder, isKnown),
  access: 'private',
};

/**
 * Makes sure that the reports of a night can be written. Changes nothing.
 *
 * @throws Fault `unreadable-file`, or `usage` where something of somebody else's is in their place
 */
export function checkNightly(): void {
  checkFolder(NIGHTLY, KIND);
}

/** The page of a night that came to no run: why, and how it was before. */
function reasonPage({ site, reason }: Night, entries: readonly Entry[]): string {
  const title = `${site}: not concluded`;
  const own = historyDocument(entries.filter((one) => one.site === site));
  return page(
    title,
    html`<main>
      <h1>${title}</h1>
      <p class="verdict bad">${reason}</p>
      ${historySection(own)}
    </main>`,
  );
}

/** The reports of one site. */
function siteFiles(night: Night, entries: readonly Entry[]): Record<string, string> {
  const { document } = night;
  if (!document) {
    const reason = night.reason ?? 'no reason was given';
    return {
      'report.html': reasonPage(night, entries),
      'report.sarif': notConcludedSarif(reason),
      'report.junit.xml': notConcludedJunit(night.site, reason),
    };
  }
  return {
    'report.html': FORMATS.html.check(document, PLAIN),
    'report.sarif': FORMATS.sarif.check(document, PLAIN),
    'report.junit.xml': FORMATS.junit.check(document, PLAIN),
    'run.json': runText(document.run),
  };
}

/** The page that leads to those of several sites. */
function indexPage(nights: readonly Night[], lines: readonly string[], across: readonly string[]): string {
  const title = `How Jira Cloud treats API tokens: ${nights.length} sites`;
  const links = nights.map(({ site, exitCode }, i) => {
    const word = exitCode === 0 ? '' : 'bad-word';
    return html`<li>
      <a href="${`${site}/report.html`}">${site}</a>: <span class="${word}">${lines[i]}</span>
    </li>`;
  });
  return page(
    title,
    html`<main>
      <h1>${title}</h1>
      <ul>
        ${links}
      </ul>
      <h2>Across sites</h2>
      <ul>
        ${across.length > 0 ? across.map((one) => html`<li>${one}</li>`) : html`<li>Nothing new.</li>`}
      </ul>
      <p><a href="history.html">The history</a></p>
    </main>`,
  );
}

/** What is written of a night, beside each site's own reports. */
export interface NightlyTexts {
  /** A line each site. */
  readonly summaries: readonly string[];
  readonly markdown: string;
  readonly across: readonly string[];
}

/**
 * Writes the reports of a night, in the place of those of the one before. Of several sites each has a folder.
 *
 * @throws Fault `unreadable-file` where they cannot be written
 */
export function writeNightly(
  nights: readonly Night[],
  entries: readonly Entry[],
  { summaries, markdown, across }: NightlyTexts,
): void {
  const [only] = nights;
  const reports =
    nights.length === 1 && only
      ? siteFiles(only, entries)
      : {
          'report.html': indexPage(nights, summaries, across),
          ...Object.fromEntries(
            nights.flatMap((night) =>
              Object.entries(siteFiles(night, entries)).map(([name, text]) => [
                `${night.site}/${name}`,
                text,
              ]),
            ),
          ),
        };
  const history = historyDocument(entries);
  const commands = nights.flatMap(commandLines);
  const files: Record<string, string> = {
    'summary.txt': `${[...summaries, ...commands].join('\n')}\n`,
    'report.md': markdown,
    ...reports,
    'history.html': HISTORY_FORMATS.html(history, PLAIN),
    'metrics.prom': HISTORY_FORMATS.openmetrics(history, PLAIN),
  };
  writeFolder(NIGHTLY, Object.entries(files), KIND);
}
