import type { ConformanceResult } from '../../conformance/result.ts';
import { withoutCommands } from '../../inert.ts';
import { conformanceVerdict } from '../documents/conformance/conformance-blocks.ts';
import { failuresOf, messageOf, type Failure } from '../documents/conformance/failures.ts';
import { standInSentence } from '../documents/phrases.ts';
import { VERDICT_WORDS } from '../documents/conformance/verdict-words.ts';
import { annotationCommand, commandData, MAX_ANNOTATIONS } from './workflow-commands.ts';

function annotation({ example, all, isUnexpected, passes }: Failure): string {
  const title = `${example.use}: ${passes ? 'a known failure passes' : VERDICT_WORDS[example.verdict].means}`;
  const message = `${messageOf(example)} In: ${all.map(({ scenario }) => scenario).join(', ')}.`;
  return annotationCommand({ kind: isUnexpected ? 'error' : 'notice', title, message });
}

/** Renders a run as annotations of a GitHub workflow, one for each distinct failure. */
export function conformanceGithub(result: ConformanceResult): string {
  const all = [
    ...result.inconclusive.map((reason) =>
      annotationCommand({ kind: 'error', title: 'Not concluded', message: reason }),
    ),
    ...failuresOf(result).map(annotation),
  ];
  const rest = all.length - MAX_ANNOTATIONS + 1;
  const shown =
    all.length <= MAX_ANNOTATIONS
      ? all
      : [
          ...all.slice(0, MAX_ANNOTATIONS - 1),
          annotationCommand({
            kind: 'notice',
            title: 'And more',
            message: `${rest} more are in the report.`,
          }),
        ];
  return [
    ...shown,
    withoutCommands(commandData(`${conformanceVerdict(result)} ${standInSentence(result.origin)}`)),
    '',
  ].join('\n');
}
