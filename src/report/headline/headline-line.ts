import type { Headline } from './model.ts';
import { STATES } from './states.ts';

/** Returns the numbers of a headline in words: "49 critical, 10 known". */
export function countWords({ counts }: Pick<Headline, 'counts'>): string {
  return counts.map(({ text }) => text).join(', ');
}

/** Returns everything that a headline says in one line, for logs, captions and chats: title, numbers, times. */
export function headlineLine(headline: Headline): string {
  const { title, subtitle } = headline;
  return [title, countWords(headline), subtitle].filter(Boolean).join(' · ');
}

/** Returns a headline in one line, with the sign of its state in front. */
export function signedLine(headline: Headline): string {
  return `${STATES[headline.state].sign} ${headlineLine(headline)}`;
}
