import { registerHooks } from 'node:module';

// GitHub's parser imports its schema as bundlers let it; Node wants to be told that it is JSON.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});

const { convertWorkflowTemplate, parseWorkflow } = await import('@actions/workflow-parser');

const SILENT = { error: () => undefined, info: () => undefined, verbose: () => undefined };

/** For tests: what GitHub's own parser finds wrong with a workflow, expressions included; empty where nothing is. */
export async function workflowFaults(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, SILENT);
  // What only shows when the jobs are put together, such as one that waits for a job that is not there.
  const jobs = value ? await convertWorkflowTemplate(context, value) : undefined;
  const errors = [...context.errors.getErrors(), ...(jobs?.errors ?? [])];
  return [...new Set(errors.map((error) => ('Message' in error ? error.Message : error.message)))];
}
