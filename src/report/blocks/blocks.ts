/** How good or bad something is, from the worst to the best; `plain` is neither. */
export type Tone = 'bad' | 'serious' | 'warning' | 'good' | 'plain';

/** A word that is seen at once: a sign where there is no room and no colour, a word elsewhere. */
export interface Badge {
  readonly sign: string;
  readonly word: string;
  readonly tone: Tone;
}

/** Something that is cited: what it is in a few words, and its address, or where else it stands. */
export interface Citation {
  readonly label: string;
  readonly source: string;
}

/** A piece of a line. */
export type Inline =
  | string
  /** Code, with a shorter name where room is scarce. */
  | { readonly code: string; readonly short?: string }
  | { readonly strong: string }
  | { readonly href: string; readonly label: string }
  /** A place of the same page, where the page has it. */
  | { readonly anchor: string; readonly label: string }
  | { readonly badge: Badge }
  /** What something relies on, in order: footnotes where a line has no room for them. */
  | { readonly cites: readonly Citation[] }
  /** What only somebody at a command line can do. */
  | { readonly hint: string };

/** A line: its pieces in order. */
export type Line = readonly Inline[];

/** One cell of a matrix: a letter, so that it reads without colour, and a sign for what is special about it. */
export interface MatrixCell {
  readonly letter: string;
  /** A blank where nothing is. */
  readonly sign: string;
}

/** Many small cells: names down, columns across. */
export interface MatrixGrid {
  readonly columns: readonly { readonly id: string; readonly short: string }[];
  readonly lines: readonly { readonly credential: string; readonly cells: readonly MatrixCell[] }[];
}

/** What the letters and signs of a matrix mean, in order. */
export type Legend = readonly (readonly [sign: string, means: string])[];

/** A block that every format can write as it is. */
export type BasicBlock =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly line: Line; readonly id?: string }
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Line[] }
  | {
      readonly kind: 'table';
      readonly head: readonly Line[];
      readonly rows: readonly (readonly Line[])[];
      /** What its cells hold shows without a head, where room is scarce. */
      readonly obvious: boolean;
      /** A name for those who do not see it. */
      readonly label: string;
    }
  | { readonly kind: 'code'; readonly language: string; readonly text: string };

/** A piece of a document, which each format writes in its own way. */
export type Block =
  | BasicBlock
  /** Folded away: on a terminal only where all is asked for. */
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] }
  /** What belongs together, set off from the rest. */
  | { readonly kind: 'group'; readonly blocks: readonly Block[] }
  /** Parts, the weightiest first. A page is read from its top, a terminal from its end. */
  | { readonly kind: 'parts'; readonly parts: readonly (readonly Block[])[] }
  /** What a page has room for; at a terminal there is a command for it. */
  | { readonly kind: 'page-only'; readonly blocks: readonly Block[] }
  /** What all of it means, in a sentence or two. */
  | { readonly kind: 'verdict'; readonly tone: 'good' | 'bad'; readonly text: string }
  /** Key facts: what each is, and how it is. */
  | { readonly kind: 'facts'; readonly entries: readonly (readonly [term: string, fact: Line])[] }
  | { readonly kind: 'matrix'; readonly matrix: MatrixGrid; readonly legend: Legend }
  /** A command to paste, and what it is for. */
  | { readonly kind: 'command'; readonly purpose: string; readonly command: string }
  /** A drawing, where one can be shown; whoever draws it escapes what stands in it. */
  | { readonly kind: 'picture'; readonly draw: () => string }
  /** Where the footnotes so far go, in a format that has some. */
  | { readonly kind: 'citations' };

export const heading = (level: 1 | 2 | 3, ...line: Inline[]): Block => ({ kind: 'heading', level, line });

/** A heading that a link can point at. */
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

export const details = (summary: string, blocks: readonly Block[]): Block => ({
  kind: 'details',
  summary,
  blocks,
});

export const group = (...blocks: Block[]): Block => ({ kind: 'group', blocks });

export const parts = (...weighted: (readonly Block[])[]): Block => ({ kind: 'parts', parts: weighted });

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

export const picture = (draw: () => string): Block => ({ kind: 'picture', draw });

export const CITATIONS: Block = { kind: 'citations' };

export const strong = (text: string): Inline => ({ strong: text });

export const mono = (text: string, short = text): Inline => ({ code: text, short });

const isWebAddress = (href: string): boolean => /^https:\/\/[^\s<>"]+$/.test(href);

/** A link where there is an https address, else the text alone. */
export function link(href: string, label: string): Inline {
  return isWebAddress(href) ? { href, label } : label;
}

/** A link to a file beside the page where it is the path of one, else the text alone. */
export function fileLink(path: string, label: string): Inline {
  return /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(path) ? { href: path, label } : label;
}

/** A line of texts. */
export const texts = (...words: string[]): Line[] => words.map((word): Line => [word]);

const CITED = ' → ';

/** Citations as links, for formats without footnotes. */
export function citedLinks(cites: readonly Citation[]): Line {
  return cites.flatMap(({ source, label }, i): Line => [i > 0 ? CITED : '', link(source, label)]);
}

/** A line as bare text: for the title of a page. */
export function lineText(line: Line): string {
  return line
    .map((piece): string => {
      if (typeof piece === 'string') return piece;
      if ('code' in piece) return piece.code;
      if ('strong' in piece) return piece.strong;
      if ('badge' in piece) return piece.badge.word;
      if ('cites' in piece || 'hint' in piece) return '';
      return piece.label;
    })
    .join('');
}
