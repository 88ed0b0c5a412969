/** A piece of a line. */
export type Inline =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly href: string; readonly label: string };

/** A line: its pieces in order. */
export type Line = readonly Inline[];

/** A piece of a document, which each format writes in its own way. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly line: Line }
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Line[] }
  | { readonly kind: 'table'; readonly head: readonly Line[]; readonly rows: readonly (readonly Line[])[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] };

export const heading = (level: 1 | 2 | 3, ...line: Inline[]): Block => ({ kind: 'heading', level, line });

export const paragraph = (...line: Inline[]): Block => ({ kind: 'paragraph', line });

export const list = (items: readonly Line[]): Block => ({ kind: 'list', ordered: false, items });

export const numbered = (items: readonly Line[]): Block => ({ kind: 'list', ordered: true, items });

export const table = (head: readonly Line[], rows: readonly (readonly Line[])[]): Block => ({
  kind: 'table',
  head,
  rows,
});

export const code = (language: string, text: string): Block => ({ kind: 'code', language, text });

export const details = (summary: string, blocks: readonly Block[]): Block => ({
  kind: 'details',
  summary,
  blocks,
});

export const strong = (text: string): Inline => ({ strong: text });

export const mono = (text: string): Inline => ({ code: text });

/** A link where there is an https address, else the text alone. */
export function link(href: string, label: string): Inline {
  return /^https:\/\/[^\s<>"]+$/.test(href) ? { href, label } : label;
}
