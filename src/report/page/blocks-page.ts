import { heading, lineText, type Block } from '../blocks/blocks.ts';
import { blocksHtml } from '../blocks/html.ts';
import { html } from '../blocks/markup.ts';
import type { Headline } from '../headline/model.ts';
import { STATES } from '../headline/states.ts';
import { page } from './page.ts';

/** Raises all headings by one level, so that a document that starts with a section gets a page title. */
function raised(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block): Block => {
    if (block.kind === 'heading') return { ...block, level: block.level === 3 ? 2 : 1 };
    if (block.kind === 'headline') return { ...block, level: 1 };
    return 'blocks' in block ? { ...block, blocks: raised(block.blocks) } : block;
  });
}

function firstHeading(blocks: readonly Block[]): Extract<Block, { kind: 'heading' }> | undefined {
  for (const block of blocks) {
    if (block.kind === 'heading') return block;
    if (block.kind === 'headline')
      return { kind: 'heading', level: block.level ?? 1, line: [block.headline.title] };
    const inner = 'blocks' in block ? block.blocks : [];
    const found = firstHeading(inner);
    if (found) return found;
  }
  return undefined;
}

/** Returns the first headline, which decides the icon of the page. */
function firstHeadline(blocks: readonly Block[]): Headline | undefined {
  for (const block of blocks) {
    const found =
      block.kind === 'headline'
        ? block.headline
        : 'blocks' in block
          ? firstHeadline(block.blocks)
          : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Title of a page without a heading. */
const UNTITLED = 'Report';

/** Renders blocks as a self-contained page. Texts must be sanitised already. */
export function toPage(blocks: readonly Block[]): string {
  const first = firstHeading(blocks);
  if (!first) return toPage([heading(1, UNTITLED), ...blocks]);
  const headline = firstHeadline(blocks);
  return page(
    { title: lineText(first.line), icon: headline && STATES[headline.state].icon },
    html`<main>${blocksHtml(first.level > 1 ? raised(blocks) : blocks)}</main>`,
  );
}
