import type { Boxes, Card, Headline } from '../headline/model.ts';
import type { HeatTable } from './heat.ts';
import type { Citation, Inline, Legend, Line, MatrixGrid } from './line.ts';

export type { Badge, Citation, Inline, Legend, Line, MatrixCell, MatrixGrid, Strip, Tone } from './line.ts';

/** A block that every format supports directly. */
export type BasicBlock =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly line: Line; readonly id?: string }
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Line[] }
  | {
      readonly kind: 'table';
      readonly head: readonly Line[];
      readonly rows: readonly (readonly Line[])[];
      /** The cells need no column headings; a terminal omits them. */
      readonly obvious: boolean;
      /** Accessible name. */
      readonly label: string;
    }
  | { readonly kind: 'code'; readonly language: string; readonly text: string };

/** A part of a document, independent of the format. */
export type Block =
  | BasicBlock
  /** Folded. A terminal shows it only with --all, and otherwise at most a faint line that says what is folded. */
  | {
      readonly kind: 'details';
      readonly summary: string;
      readonly blocks: readonly Block[];
      readonly hint?: string;
    }
  /** Blocks that belong together, separated from the rest. */
  | { readonly kind: 'group'; readonly blocks: readonly Block[] }
  /** Left out on a terminal, where a command shows it. */
  | { readonly kind: 'page-only'; readonly blocks: readonly Block[] }
  /** Only on a terminal and in files of plain text; other formats show the same in more detail. */
  | { readonly kind: 'text-only'; readonly blocks: readonly Block[] }
  /** What happened, first in every report. */
  | { readonly kind: 'headline'; readonly headline: Headline; readonly level?: 1 | 2 }
  /** How bad it is, how sure, since when, and what to do now. */
  | { readonly kind: 'boxes'; readonly boxes: Boxes }
  /** What happened to the probes under one rule. */
  | { readonly kind: 'card'; readonly card: Card }
  /** The overall result in a sentence or two. */
  | { readonly kind: 'verdict'; readonly tone: 'good' | 'bad'; readonly text: string }
  /** Key facts. */
  | { readonly kind: 'facts'; readonly entries: readonly (readonly [term: string, fact: Line])[] }
  | { readonly kind: 'matrix'; readonly matrix: MatrixGrid; readonly legend: Legend }
  /** A shell command and its purpose; it is empty if that is the purpose of the command before. */
  | { readonly kind: 'command'; readonly purpose: string; readonly command: string }
  /** How many findings of a kind each site has. */
  | { readonly kind: 'heat'; readonly heat: HeatTable }
  /** An SVG drawing, in formats that can show it; `draw` escapes its texts. */
  | {
      readonly kind: 'picture';
      /** Accessible name. */
      readonly label: string;
      readonly draw: () => string;
      /** Draws it for a phone. */
      readonly narrow?: () => string;
    }
  /** Place of the footnotes so far, in formats that have them. */
  | { readonly kind: 'citations' };

export const heading = (level: 1 | 2 | 3, ...line: Inline[]): BasicBlock => ({
  kind: 'heading',
  level,
  line,
});

/** Returns a heading that links can point to. */
export const anchored = (id: string, level: 1 | 2 | 3, ...line: Inline[]): Block => ({
  kind: 'heading',
  level,
  line,
  id,
});

export const paragraph = (...line: Inline[]): BasicBlock => ({ kind: 'paragraph', line });

export const list = (items: readonly Line[]): BasicBlock => ({ kind: 'list', ordered: false, items });

export const numbered = (items: readonly Line[]): BasicBlock => ({ kind: 'list', ordered: true, items });

export const table = (
  head: readonly Line[],
  rows: readonly (readonly Line[])[],
  { obvious = false, label = 'A table' }: { obvious?: boolean; label?: string } = {},
): BasicBlock => ({ kind: 'table', head, rows, obvious, label });

export const code = (language: string, text: string): BasicBlock => ({ kind: 'code', language, text });

export const details = (summary: string, blocks: readonly Block[], hint?: string): Block => ({
  kind: 'details',
  summary,
  blocks,
  ...(hint !== undefined && { hint }),
});

export const group = (...blocks: Block[]): Block => ({ kind: 'group', blocks });

export const textOnly = (...blocks: Block[]): Block => ({ kind: 'text-only', blocks });

export const pageOnly = (...blocks: Block[]): Block => ({ kind: 'page-only', blocks });

export const verdict = (isGood: boolean, text: string): Block => ({
  kind: 'verdict',
  tone: isGood ? 'good' : 'bad',
  text,
});

export const facts = (entries: readonly (readonly [term: string, fact: Line])[]): Block => ({
  kind: 'facts',
  entries,
});

export const picture = (label: string, draw: () => string, narrow?: () => string): Block => ({
  kind: 'picture',
  label,
  draw,
  ...(narrow && { narrow }),
});

export const CITATIONS: Block = { kind: 'citations' };

export const strong = (text: string): Inline => ({ strong: text });

export const mono = (text: string, short = text): Inline => ({ code: text, short });

const isWebAddress = (href: string): boolean => /^https:\/\/[^\s<>"]+$/.test(href);

/** Returns a link if `href` is an https URL, otherwise the label only. */
export function link(href: string, label: string): Inline {
  return isWebAddress(href) ? { href, label } : label;
}

/** Returns a link if `path` is the relative path of a file beside the page or in another folder, otherwise the label only. */
export function fileLink(path: string, label: string): Inline {
  return /^(?:(?:\.\.\/)+[\w-][\w.-]*\/)?[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(path)
    ? { href: path, label }
    : label;
}

/** Returns a line for each text. */
export const texts = (...words: string[]): Line[] => words.map((word): Line => [word]);

/** Returns citations as links, for formats without footnotes. */
export function citedLinks(cites: readonly Citation[]): Line {
  return cites.flatMap(({ source, label }, i): Line => [i > 0 ? ' → ' : '', link(source, label)]);
}

/** Returns a line as plain text, for the title of a page. */
export function lineText(line: Line): string {
  return line
    .map((part): string => {
      if (typeof part === 'string') return part;
      if ('code' in part) return part.code;
      if ('strong' in part) return part.strong;
      if ('badge' in part) return part.badge.word;
      if ('cites' in part || 'hint' in part) return '';
      if ('strip' in part) return part.strip.label;
      return part.label;
    })
    .join('');
}
