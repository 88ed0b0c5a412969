import { sizeOf, type Limit } from '../limits.ts';
import { markupLine, type MarkupBlock, type MarkupInline } from './markup-blocks.ts';
import { paragraph, type BasicBlock, type Line } from './blocks.ts';

/** Writes blocks in a markup language. */
type Write = (blocks: readonly MarkupBlock[]) => string;

/** Number of rows, items, lines of code and other things that blocks are made of. */
function unitsIn(blocks: readonly MarkupBlock[]): number {
  return blocks.reduce((sum, block) => {
    switch (block.kind) {
      case 'details':
        return sum + 1 + unitsIn(block.blocks);
      case 'table':
        return sum + 1 + block.rows.length;
      case 'list':
        return sum + block.items.length;
      case 'code':
        return sum + block.text.split('\n').length;
      default:
        return sum + 1;
    }
  }, 0);
}

/** Returns the first units of a block as a whole block; undefined if nothing is left that makes sense. */
function startOf(block: MarkupBlock, units: number): MarkupBlock | undefined {
  if (units >= unitsIn([block])) return block;
  switch (block.kind) {
    case 'details': {
      const blocks = startsOf(block.blocks, units - 1);
      return blocks.length > 0 ? { ...block, blocks } : undefined;
    }
    case 'table': {
      const rows = block.rows.slice(0, Math.max(0, units - 1));
      return rows.length > 0 ? { ...block, rows } : undefined;
    }
    case 'list':
      return units > 0 ? { ...block, items: block.items.slice(0, units) } : undefined;
    case 'code':
      return units > 0 ? { ...block, text: block.text.split('\n').slice(0, units).join('\n') } : undefined;
    default:
      return undefined;
  }
}

/** Returns the first units of blocks, without a heading that has nothing below it any more. */
function startsOf(blocks: readonly MarkupBlock[], units: number): MarkupBlock[] {
  const taken: MarkupBlock[] = [];
  let rest = units;
  for (const block of blocks) {
    if (rest <= 0) break;
    const start = startOf(block, rest);
    if (start) taken.push(start);
    if (start !== block) break;
    rest -= unitsIn([block]);
  }
  while (taken.at(-1)?.kind === 'heading' && taken.length > 1 && taken.length < blocks.length) taken.pop();
  return taken;
}

/** Length to which a text of a document that does not fit is shortened, so that one of them does not take all the room. */
const MAX_TEXT = 600;

const shortened = (text: string): string =>
  text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT).replace(/[\uD800-\uDBFF]$/, '')}…` : text;

function shortPart(part: MarkupInline): MarkupInline {
  if (typeof part === 'string') return shortened(part);
  if ('code' in part) return { code: shortened(part.code) };
  if ('strong' in part) return { strong: shortened(part.strong) };
  // A shortened address would lead nowhere.
  return part.href.length > MAX_TEXT ? shortened(part.label) : { ...part, label: shortened(part.label) };
}

const shortLine = (line: Line): Line => markupLine(line).map(shortPart);

/** Shortens every long text of blocks. */
function withShortTexts(blocks: readonly MarkupBlock[]): MarkupBlock[] {
  return blocks.map((block): MarkupBlock => {
    switch (block.kind) {
      case 'details':
        return { ...block, summary: shortened(block.summary), blocks: withShortTexts(block.blocks) };
      case 'heading':
      case 'paragraph':
        return { ...block, line: shortLine(block.line) };
      case 'list':
        return { ...block, items: block.items.map(shortLine) };
      case 'table':
        return {
          ...block,
          head: block.head.map(shortLine),
          rows: block.rows.map((row) => row.map(shortLine)),
        };
      default:
        return { ...block, text: block.text.split('\n').map(shortened).join('\n') };
    }
  });
}

/** Says where the rest of a document is that was cut. */
export const cutLine = (rest: string): BasicBlock =>
  paragraph({ strong: `Cut here: the rest is in ${rest}.` });

/**
 * Writes as many blocks as fit, from the first, with a line that says where the rest is. It cuts between blocks, rows, items and
 * lines of code, so that the result is valid markup.
 *
 * @param rest where the rest is
 */
export function writeFitting(
  blocks: readonly MarkupBlock[],
  write: Write,
  { limit, rest }: { readonly limit: Limit; readonly rest: string },
): string {
  const fits = (text: string): boolean => sizeOf(text, limit) <= limit.max;
  const units = unitsIn(blocks);
  // Every unit takes at least a character, so that more of them need not be written to know.
  if (units <= limit.max) {
    const whole = write(blocks);
    if (fits(whole)) return whole;
  }
  const short = withShortTexts(blocks);
  const upTo = (number: number): string => write([...startsOf(short, number), cutLine(rest)]);
  let [some, tooMany] = [0, 1];
  while (tooMany < units && fits(upTo(tooMany))) [some, tooMany] = [tooMany, tooMany * 2];
  while (tooMany - some > 1) {
    const middle = Math.floor((some + tooMany) / 2);
    if (fits(upTo(middle))) some = middle;
    else tooMany = middle;
  }
  return upTo(some);
}
