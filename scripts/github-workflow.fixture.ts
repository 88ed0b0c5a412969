import { registerHooks } from 'node:module';

// GitHub's parser imports its schema in a way that bundlers accept; Node needs to know that it is JSON.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});

const { convertWorkflowTemplate, parseWorkflow } = await import('@actions/workflow-parser');

const SILENT = { error: () => undefined, info: () => undefined, verbose: () => undefined };

/** For tests: returns the errors that GitHub's own parser finds in a workflow, expressions included. */
export async function workflowFaults(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, SILENT);
  // Errors between jobs, such as a job that waits for a missing one.
  const jobs = value ? await convertWorkflowTemplate(context, value) : undefined;
  const errors = [...context.errors.getErrors(), ...(jobs?.errors ?? [])];
  return [...new Set(errors.map((error) => ('Message' in error ? error.Message : error.message)))];
}
