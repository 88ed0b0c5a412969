import { heading, lineText, type Block } from '../blocks/blocks.ts';
import { blocksHtml } from '../blocks/html.ts';
import { html } from '../blocks/markup.ts';
import { page } from './page.ts';

/** A document whose first heading is that of a section is raised by one level, so that its page has a title. */
function raised(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block): Block => {
    if (block.kind === 'heading') return { ...block, level: block.level === 3 ? 2 : 1 };
    if (block.kind === 'parts') return { ...block, parts: block.parts.map(raised) };
    return 'blocks' in block ? { ...block, blocks: raised(block.blocks) } : block;
  });
}

function firstHeading(blocks: readonly Block[]): Extract<Block, { kind: 'heading' }> | undefined {
  for (const block of blocks) {
    if (block.kind === 'heading') return block;
    const inner = block.kind === 'parts' ? block.parts.flat() : 'blocks' in block ? block.blocks : [];
    const found = firstHeading(inner);
    if (found) return found;
  }
  return undefined;
}

/** The title of a page whose document has no heading. */
const UNTITLED = 'A report';

/** A document as a page of its own, in one file that needs nothing else. Its texts are plain already. */
export function toPage(blocks: readonly Block[]): string {
  const first = firstHeading(blocks);
  if (!first) return toPage([heading(1, UNTITLED), ...blocks]);
  return page(
    lineText(first.line),
    html`<main>${blocksHtml(first.level > 1 ? raised(blocks) : blocks)}</main>`,
  );
}
