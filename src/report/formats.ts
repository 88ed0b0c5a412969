import type { ConformanceResult } from '../conformance/result.ts';
import { toAdf } from './blocks/adf.ts';
import type { Block } from './blocks/blocks.ts';
import { toMarkdown } from './blocks/markdown.ts';
import { toText } from './blocks/text.ts';
import { toWiki } from './blocks/wiki.ts';
import { bugReportBlocks, type BugReportDocument } from './bundle/bug-report.ts';
import { reproduceScript } from './bundle/reproduce.ts';
import { mapTexts } from './deep-plain.ts';
import { checkBlocks } from './documents/check/check-blocks.ts';
import { briefClients, clientsBlocks } from './documents/clients/clients-blocks.ts';
import type { ClientsDocument } from './documents/clients/clients-document.ts';
import { briefConformance, conformanceBlocks } from './documents/conformance/conformance-blocks.ts';
import { diffBlocks } from './documents/diff/diff-blocks.ts';
import {
  briefCheck,
  briefDiff,
  briefHistory,
  briefNight,
  briefPacts,
  briefRevocation,
} from './documents/brief.ts';
import type { CheckDocument } from './documents/check/check-document.ts';
import type { DiffDocument } from './documents/diff/diff-document.ts';
import { historyBlocks } from './documents/history/history-blocks.ts';
import type { HistoryDocument } from './documents/history/history-document.ts';
import { briefExplain, explainBlocks } from './documents/explain/explain-blocks.ts';
import type { ExplainDocument } from './documents/explain/explain-document.ts';
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
import { pactsReportBlocks } from './documents/pacts/pacts-blocks.ts';
import type { PactsDocument } from './documents/pacts/pacts-document.ts';
import { revocationBlocks } from './documents/revocation/revocation-blocks.ts';
import type { RevocationDocument } from './documents/revocation/revocation-document.ts';
import { withCheckFindings, withDiffFindings } from './documents/settled-document.ts';
import { diffSvg } from './drawings/diff-svg.ts';
import { historySvg, WIDE } from './drawings/history-svg.ts';
import { matrixSvg } from './drawings/matrix-svg.ts';
import { revocationSvg } from './drawings/revocation-svg.ts';
import type { Headline } from './headline/model.ts';
import type { Layout } from './layout.ts';
import { clientsJson } from './machine/clients-json.ts';
import { conformanceCodeQuality } from './machine/conformance-codequality.ts';
import { conformanceGithub } from './machine/conformance-github.ts';
import { conformanceBadge, conformanceJson } from './machine/conformance-json.ts';
import { conformanceJunit } from './machine/conformance-junit.ts';
import { conformanceSarif } from './machine/conformance-sarif.ts';
import { historyAtom } from './machine/atom.ts';
import { historyBadge } from './machine/badge.ts';
import { checkCodeQuality, diffCodeQuality, notConcludedCodeQuality } from './machine/codequality.ts';
import { explainJson } from './machine/explain-json.ts';
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
import { sanitiseText, sanitiseLine } from './plain.ts';

/** A format of reports. */
interface Format {
  /** File extension, without the leading dot. */
  readonly extension: string;
  /** Renders the blocks of any document; absent if each kind of document needs a renderer of its own. */
  readonly write?: (blocks: readonly Block[], layout: Layout) => string;
  /** Response bodies keep their line breaks. */
  readonly hasBodies?: true;
}

/** All formats by their name on the command line. To add a text format, write a function of blocks and add a row. */
export const FORMATS = {
  text: { extension: 'txt', write: toText },
  markdown: { extension: 'md', write: toMarkdown },
  html: { extension: 'html', write: toPage, hasBodies: true },
  svg: { extension: 'svg' },
  json: { extension: 'json' },
  junit: { extension: 'junit.xml' },
  sarif: { extension: 'sarif' },
  github: { extension: 'github.txt' },
  codequality: { extension: 'codequality.json' },
  'jira-wiki': { extension: 'wiki', write: toWiki },
  adf: { extension: 'adf.json', write: toAdf },
  har: { extension: 'har', hasBodies: true },
  openmetrics: { extension: 'prom' },
  atom: { extension: 'atom' },
  badge: { extension: 'badge.json' },
  sh: { extension: 'sh' },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

const isFormat = (name: string): name is FormatName => Object.hasOwn(FORMATS, name);

export const FORMAT_NAMES: readonly FormatName[] = Object.keys(FORMATS).filter(isFormat);

/** The data of each kind of document. */
export interface Documents {
  /** The headline of any other document, on its own. */
  readonly headline: Headline;
  readonly check: CheckDocument;
  readonly diff: DiffDocument;
  readonly history: HistoryDocument;
  readonly revocation: RevocationDocument;
  readonly night: NightDocument;
  readonly 'night-summary': NightDocument;
  readonly 'night-index': NightDocument;
  readonly 'not-concluded': NotConcludedDocument;
  readonly pacts: PactsDocument;
  readonly explain: ExplainDocument;
  readonly 'bug-report': BugReportDocument;
  readonly conformance: ConformanceResult;
  readonly clients: ClientsDocument;
}

export type DocumentName = keyof Documents;

/** A kind of document. */
interface DocumentKind<D> {
  /** Adds the findings, before texts are sanitised: fingerprints depend on the original texts. */
  readonly addFindings?: (document: D) => D;
  readonly blocks: (document: D, layout: Layout) => Block[];
  /** The shortest text: the verdict and what fails, on a line each. Without it, the text is never shortened. */
  readonly brief?: (document: D) => Block[];
  /** Where the whole report is, for a format in which it has to be cut. */
  readonly rest?: (document: D) => string;
  /** Renderers specific to this kind: machine-readable formats, drawings and special pages. */
  readonly own?: Partial<Record<FormatName, (document: D, layout: Layout) => string>>;
}

/** All kinds of documents. To add a kind, write a function that makes blocks and add a row. */
const DOCUMENTS: { readonly [K in DocumentName]: DocumentKind<Documents[K]> } = {
  headline: { blocks: (headline) => [{ kind: 'headline', headline }] },
  check: {
    addFindings: withCheckFindings,
    blocks: checkBlocks,
    brief: briefCheck,
    own: {
      html: checkPage,
      svg: matrixSvg,
      json: checkJson,
      junit: checkJunit,
      sarif: checkSarif,
      github: checkGithub,
      codequality: checkCodeQuality,
      har: runHar,
    },
  },
  diff: {
    addFindings: withDiffFindings,
    blocks: diffBlocks,
    brief: briefDiff,
    own: {
      svg: diffSvg,
      json: diffJson,
      junit: diffJunit,
      sarif: diffSarif,
      github: diffGithub,
      codequality: diffCodeQuality,
    },
  },
  history: {
    blocks: historyBlocks,
    brief: briefHistory,
    // A picture shows one site: the first.
    own: {
      svg: ({ sites: [site] }) => (site ? historySvg(site, WIDE) : ''),
      json: historyJson,
      openmetrics: openMetrics,
      atom: historyAtom,
      badge: historyBadge,
    },
  },
  revocation: {
    blocks: revocationBlocks,
    brief: briefRevocation,
    own: { svg: revocationSvg, json: revocationJson },
  },
  night: {
    addFindings: withNightFindings,
    blocks: nightBlocks,
    brief: briefNight,
    rest: () => 'report.html, next to this file',
    own: { json: nightJson, github: nightGithub },
  },
  'night-summary': { addFindings: withNightFindings, blocks: nightSummaryBlocks },
  'night-index': { addFindings: withNightFindings, blocks: nightIndexBlocks },
  'not-concluded': {
    blocks: notConcludedBlocks,
    own: { junit: notConcludedJunit, sarif: notConcludedSarif, codequality: notConcludedCodeQuality },
  },
  pacts: { blocks: pactsReportBlocks, brief: briefPacts },
  explain: { blocks: explainBlocks, brief: briefExplain, own: { json: explainJson } },
  'bug-report': {
    addFindings: ({ rule, ...check }) => ({ ...withCheckFindings(check), rule }),
    blocks: bugReportBlocks,
    own: { sh: reproduceScript },
  },
  conformance: {
    blocks: conformanceBlocks,
    brief: briefConformance,
    own: {
      json: conformanceJson,
      junit: conformanceJunit,
      sarif: conformanceSarif,
      github: conformanceGithub,
      codequality: conformanceCodeQuality,
      badge: conformanceBadge,
    },
  },
  clients: { blocks: clientsBlocks, brief: briefClients, own: { json: clientsJson } },
};

const isDocument = (name: string): name is DocumentName => Object.hasOwn(DOCUMENTS, name);

export const DOCUMENT_NAMES: readonly DocumentName[] = Object.keys(DOCUMENTS).filter(isDocument);

/** Returns the formats available for a kind of document, in the order in which commands list them. */
export function choicesFor(name: DocumentName): FormatName[] {
  const { own = {} } = DOCUMENTS[name];
  return FORMAT_NAMES.filter((format) => 'write' in FORMATS[format] || format in own);
}

/**
 * Renders a document. Texts that came from a site are sanitised here, before any format sees them.
 *
 * @param format one of `choicesFor(name)`
 */
export function render<K extends DocumentName>(
  name: K,
  format: FormatName,
  document: Documents[K],
  layout: Layout,
): string {
  const { addFindings, blocks, brief, own, rest }: DocumentKind<Documents[K]> = DOCUMENTS[name];
  const { write, hasBodies }: Format = FORMATS[format];
  const safe = mapTexts(
    addFindings ? addFindings(document) : document,
    hasBodies ? sanitiseText : sanitiseLine,
  );
  const writeOwn = own?.[format];
  if (writeOwn) return writeOwn(safe, layout);
  // One line stays one line, as for a program that reads lines.
  if (format === 'text' && layout.brief && brief)
    return toText(brief(safe), { ...layout, width: Number.POSITIVE_INFINITY });
  if (write) return write(blocks(safe, layout), { rest: rest?.(safe), ...layout });
  throw new Error(`A ${name} document cannot be written as ${format}.`);
}
