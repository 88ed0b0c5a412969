import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The commands of a text in Markdown, each list in the order of the text. */
export interface CommandsOfText {
  /** The lines of the blocks that are to be pasted into a shell, comments removed. */
  readonly blocks: readonly string[];
  /** What is written inside a sentence, a table or an example of output. */
  readonly mentioned: readonly string[];
}

const BLOCK = /^```(\w*)\n([\s\S]*?)^```$/gm;

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** For tests: returns the commands of a text in Markdown. */
export function commandsIn(markdown: string): CommandsOfText {
  const blocks = [...markdown.matchAll(BLOCK)].map(([, language = '', text = '']) => ({ language, text }));
  const examples = blocks.filter(({ language }) => language === '').flatMap(({ text }) => linesOf(text));
  const prose = markdown.replaceAll(BLOCK, '');
  return {
    blocks: blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => linesOf(text))
      .map((line) => line.replace(/\s+#.*$/, '').trim()),
    mentioned: [
      ...examples.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2)),
      ...[...prose.matchAll(/`(npm (?:ci|run|test)\b[^`]*)`/g)].map(([, command = '']) => command),
    ],
  };
}

/** For tests: the commands of README.md. */
export const readmeCommands = (): CommandsOfText =>
  commandsIn(readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8'));
