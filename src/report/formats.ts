import { toAdf } from './blocks/adf.ts';
import type { Block } from './blocks/blocks.ts';
import { toMarkdown } from './blocks/markdown.ts';
import { toText } from './blocks/text.ts';
import { toWiki } from './blocks/wiki.ts';
import { bugReportBlocks } from './bundle/bug-report.ts';
import { reproduceScript } from './bundle/reproduce.ts';
import { deepPlain } from './deep-plain.ts';
import { checkBlocks } from './documents/check/check-blocks.ts';
import { diffBlocks } from './documents/diff/diff-blocks.ts';
import type { CheckDocument } from './documents/check/check-document.ts';
import type { DiffDocument } from './documents/diff/diff-document.ts';
import { historyBlocks } from './documents/history/history-blocks.ts';
import type { HistoryDocument } from './documents/history/history-document.ts';
import {
  nightBlocks,
  nightIndexBlocks,
  nightSummaryBlocks,
  notConcludedBlocks,
} from './documents/night/night-blocks.ts';
import {
  withNightFindings,
  type NightDocument,
  type NotConcludedDocument,
} from './documents/night/night-document.ts';
import { pactsBlocks } from './documents/pacts/pacts-blocks.ts';
import { revocationBlocks } from './documents/revocation/revocation-blocks.ts';
import type { RevocationDocument } from './documents/revocation/revocation-document.ts';
import { settledCheck, withDiffFindings } from './documents/settled-document.ts';
import { diffSvg } from './drawings/diff-svg.ts';
import { historySvg } from './drawings/history-svg.ts';
import { matrixSvg } from './drawings/matrix-svg.ts';
import { revocationSvg } from './drawings/revocation-svg.ts';
import type { Layout } from './layout.ts';
import { checkGithub, diffGithub, nightGithub } from './machine/github.ts';
import { runHar } from './machine/har.ts';
import { historyJson } from './machine/history-json.ts';
import { checkJson, diffJson } from './machine/json.ts';
import { checkJunit, diffJunit, notConcludedJunit } from './machine/junit.ts';
import { nightJson } from './machine/night-json.ts';
import { openMetrics } from './machine/openmetrics.ts';
import { revocationJson } from './machine/revocation-json.ts';
import { checkSarif, diffSarif, notConcludedSarif } from './machine/sarif.ts';
import { toPage } from './page/blocks-page.ts';
import { checkPage } from './page/check-page.ts';
import { plain, plainLine } from './plain.ts';
import type { PactResult } from '../run/pact-result.ts';

/** One way to write documents down. */
interface Format {
  /** What the name of a file in this format ends with, without the dot. */
  readonly extension: string;
  /** Writes the blocks of any document; left out where a kind of document has to write its own. */
  readonly write?: (blocks: readonly Block[], layout: Layout) => string;
  /** Bodies of answers are shown as they are, line breaks and all. */
  readonly hasBodies?: true;
}

/** The formats by their name on the command line. A text format is a function of blocks, and a row here. */
export const FORMATS = {
  text: { extension: 'txt', write: toText },
  markdown: { extension: 'md', write: toMarkdown },
  html: { extension: 'html', write: toPage, hasBodies: true },
  svg: { extension: 'svg' },
  json: { extension: 'json' },
  junit: { extension: 'junit.xml' },
  sarif: { extension: 'sarif' },
  github: { extension: 'github.txt' },
  'jira-wiki': { extension: 'wiki', write: toWiki },
  adf: { extension: 'adf.json', write: toAdf },
  har: { extension: 'har', hasBodies: true },
  openmetrics: { extension: 'prom' },
  sh: { extension: 'sh' },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

const isFormat = (name: string): name is FormatName => Object.hasOwn(FORMATS, name);

export const FORMAT_NAMES: readonly FormatName[] = Object.keys(FORMATS).filter(isFormat);

/** What can be reported, by kind. */
export interface Documents {
  readonly check: CheckDocument;
  readonly diff: DiffDocument;
  readonly history: HistoryDocument;
  readonly revocation: RevocationDocument;
  readonly night: NightDocument;
  readonly 'night-summary': NightDocument;
  readonly 'night-index': NightDocument;
  readonly 'not-concluded': NotConcludedDocument;
  readonly pacts: readonly PactResult[];
  readonly 'bug-report': CheckDocument;
}

export type DocumentName = keyof Documents;

/** One kind of document. */
interface DocumentKind<D> {
  /** Decides what it means: before its texts are made plain, because fingerprints are made of them. */
  readonly settle?: (document: D) => D;
  readonly blocks: (document: D, layout: Layout) => Block[];
  /** The formats that it writes by itself: those for machines, drawings, and pages of its own. */
  readonly own?: Partial<Record<FormatName, (document: D, layout: Layout) => string>>;
}

/** The kinds of documents. A new one is a function that makes blocks, and a row here. */
const DOCUMENTS: { readonly [K in DocumentName]: DocumentKind<Documents[K]> } = {
  check: {
    settle: settledCheck,
    blocks: checkBlocks,
    own: {
      html: checkPage,
      svg: matrixSvg,
      json: checkJson,
      junit: checkJunit,
      sarif: checkSarif,
      github: checkGithub,
      har: runHar,
    },
  },
  diff: {
    settle: withDiffFindings,
    blocks: diffBlocks,
    own: { svg: diffSvg, json: diffJson, junit: diffJunit, sarif: diffSarif, github: diffGithub },
  },
  history: {
    blocks: historyBlocks,
    // A picture is of one site: the first.
    own: {
      svg: ({ sites: [site] }) => (site ? historySvg(site) : ''),
      json: historyJson,
      openmetrics: openMetrics,
    },
  },
  revocation: { blocks: revocationBlocks, own: { svg: revocationSvg, json: revocationJson } },
  night: { settle: withNightFindings, blocks: nightBlocks, own: { json: nightJson, github: nightGithub } },
  'night-summary': { settle: withNightFindings, blocks: nightSummaryBlocks },
  'night-index': { settle: withNightFindings, blocks: nightIndexBlocks },
  'not-concluded': {
    blocks: notConcludedBlocks,
    own: { junit: notConcludedJunit, sarif: notConcludedSarif },
  },
  pacts: { blocks: pactsBlocks },
  'bug-report': { settle: settledCheck, blocks: bugReportBlocks, own: { sh: reproduceScript } },
};

const isDocument = (name: string): name is DocumentName => Object.hasOwn(DOCUMENTS, name);

export const DOCUMENT_NAMES: readonly DocumentName[] = Object.keys(DOCUMENTS).filter(isDocument);

/** The formats in which a kind of document can be written, in the order in which a command offers them. */
export function choicesFor(name: DocumentName): FormatName[] {
  const { own = {} } = DOCUMENTS[name];
  return FORMAT_NAMES.filter((format) => 'write' in FORMATS[format] || format in own);
}

/**
 * A document in a format. This is the one place where what a site answered is made plain before anything is written, so
 * that no format has to think of it.
 *
 * @param format one of `choicesFor(name)`
 */
export function render<K extends DocumentName>(
  name: K,
  format: FormatName,
  document: Documents[K],
  layout: Layout,
): string {
  const { settle, blocks, own }: DocumentKind<Documents[K]> = DOCUMENTS[name];
  const { write, hasBodies }: Format = FORMATS[format];
  const safe = deepPlain(settle ? settle(document) : document, hasBodies ? plain : plainLine);
  const writeOwn = own?.[format];
  if (writeOwn) return writeOwn(safe, layout);
  if (write) return write(blocks(safe, layout), layout);
  throw new Error(`A document of the kind ${name} is not written as ${format}.`);
}
