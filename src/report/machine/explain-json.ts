import { explanationsExitCode, type Explanation } from '../../explain/exit-code.ts';
import { jsonText } from '../../json.ts';
import type { ExplainDocument } from '../documents/explain/explain-document.ts';

const originOf = (standIn: boolean): string => (standIn ? 'stand-in' : 'given');

function valueOf(explanation: Explanation): object {
  if (explanation.kind === 'operation') {
    const { testsConnection, form, deprecated, otherVersion } = explanation;
    return {
      ...explanation,
      testsConnection: testsConnection ?? null,
      form: form ?? null,
      deprecated: deprecated ?? null,
      otherVersion: otherVersion ?? null,
    };
  }
  const { standIn, ...rest } = explanation;
  if (rest.kind === 'response') {
    return { ...rest, operation: rest.operation ?? null, origin: originOf(standIn) };
  }
  return {
    ...rest,
    firstDead: rest.firstDead ?? null,
    assumed: rest.assumed ?? null,
    origin: originOf(standIn),
  };
}

/** Renders explanations as JSON. */
export function explainJson({ explanations }: ExplainDocument): string {
  return jsonText({
    schema: 'jira-token-contract/explain/1',
    exitCode: explanationsExitCode(explanations),
    explanations: explanations.map(valueOf),
  });
}
