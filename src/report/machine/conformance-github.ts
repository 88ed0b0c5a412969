import type { ConformanceResult } from '../../conformance/result.ts';
import { withoutCommands } from '../../inert.ts';
import { conformanceVerdict } from '../documents/conformance/conformance-blocks.ts';
import { failuresOf, messageOf, type Failure } from '../documents/conformance/failures.ts';
import { standInSentence } from '../documents/phrases.ts';
import { VERDICT_WORDS } from '../documents/conformance/verdict-words.ts';

/** Escapes the data of a workflow command: `%` first, because the other escapes contain it. */
const commandData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Escapes a property of a workflow command; it ends at a comma or a colon. */
const property = (text: string): string => commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Number of annotations of a step that GitHub shows. */
const MAX_ANNOTATIONS = 10;

function annotation({ example, all, isUnexpected, passes }: Failure): string {
  const title = `${example.use}: ${passes ? 'a known failure passes' : VERDICT_WORDS[example.verdict].means}`;
  const message = `${messageOf(example)} In: ${all.map(({ scenario }) => scenario).join(', ')}.`;
  return `::${isUnexpected ? 'error' : 'notice'} title=${property(title)}::${commandData(message)}`;
}

/** Renders a run as annotations of a GitHub workflow, one for each distinct failure. */
export function conformanceGithub(result: ConformanceResult): string {
  const all = [
    ...result.inconclusive.map((reason) => `::error title=Not concluded::${commandData(reason)}`),
    ...failuresOf(result).map(annotation),
  ];
  const rest = all.length - MAX_ANNOTATIONS + 1;
  const shown =
    all.length <= MAX_ANNOTATIONS
      ? all
      : [...all.slice(0, MAX_ANNOTATIONS - 1), `::notice title=And more::${rest} more are in the report.`];
  return [
    ...shown,
    withoutCommands(commandData(`${conformanceVerdict(result)} ${standInSentence(result.origin)}`)),
    '',
  ].join('\n');
}
