import type { Run } from '../../../run/run.ts';
import {
  details,
  heading,
  list,
  mono,
  paragraph,
  table,
  type Block,
  type Line,
} from '../../blocks/blocks.ts';
import { interactionName, pactBug, pactNews, pactSkipped, pactSummary } from './pact-words.ts';

/** The section of a document about the pacts; nothing where the verifier was not asked. */
export function pactBlocks({ pacts = [] }: Run): Block[] {
  if (pacts.length === 0) return [];
  const blocks = pacts.flatMap((result): Block[] => {
    const rows = pactNews(result).map(({ interaction, says }): Line[] => [
      [interaction.credential],
      [mono(interaction.operation)],
      [says],
    ]);
    const bug = pactBug(result).map((one): Line => [
      mono(interactionName(one)),
      `: ${one.reasons.join('; ')}`,
    ]);
    const skipped = pactSkipped(result).map(([reason, number]): Line => [`${number} × ${reason}`]);
    return [
      paragraph(pactSummary(result)),
      ...(rows.length > 0 ? [table([['credential'], ['operation'], ['finding']], rows)] : []),
      ...(bug.length > 0 ? [details('Known to fail: one by one, the bug', [list(bug)])] : []),
      ...(skipped.length > 0 ? [details('Skipped interactions', [list(skipped)])] : []),
    ];
  });
  return [heading(2, 'The pacts'), ...blocks];
}
