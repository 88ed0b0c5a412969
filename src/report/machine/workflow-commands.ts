// Commands of GitHub's runner: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands

/** Number of annotations of a step that GitHub shows; it drops the others without a word. */
export const MAX_ANNOTATIONS = 10;

/** An annotation of a workflow run. */
export interface Annotation {
  readonly kind: 'error' | 'notice';
  readonly title: string;
  readonly message: string;
  /** Where it is shown, with the line from 1; undefined if it is about no line. */
  readonly row?: { readonly path: string; readonly line: number };
}

/** Escapes the data of a workflow command: `%` first, because the other escapes contain it. */
export const commandData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Escapes a property of a workflow command; it ends at a comma or a colon. */
const property = (text: string): string => commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Returns the workflow command that makes an annotation. */
export function annotationCommand({ kind, title, message, row }: Annotation): string {
  const place = row ? `file=${property(row.path)},line=${row.line},` : '';
  return `::${kind} ${place}title=${property(title)}::${commandData(message)}`;
}
