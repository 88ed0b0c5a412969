import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

export const ROOT = join(import.meta.dirname, '..');

/** Returns the text of a file in recipes/. */
export const recipeText = (path: string): string => readFileSync(join(ROOT, 'recipes', path), 'utf8');

const step = z.looseObject({
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.unknown()).optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});

const job = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  'timeout-minutes': z.number(),
  outputs: z.record(z.string(), z.string()).optional(),
  steps: z.array(step),
});

/** The parts that the tests check; GitHub's own parser checks the rest. */
const workflow = z.looseObject({
  on: z.looseObject({ schedule: z.array(z.object({ cron: z.string() })).optional() }),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.object({ group: z.string(), 'cancel-in-progress': z.boolean() }),
  jobs: z.record(z.string(), job),
});

export type Workflow = z.infer<typeof workflow>;
export type WorkflowStep = z.infer<typeof step>;

/** For tests: a workflow of GitHub Actions. */
export const githubRecipe = (name: string): Workflow => workflow.parse(parse(recipeText(`github/${name}`)));

const gitlabJob = z.looseObject({
  timeout: z.string(),
  script: z.array(z.string()),
  variables: z.record(z.string(), z.string()).optional(),
  environment: z.unknown().optional(),
  rules: z.array(z.looseObject({ if: z.string() })),
});

const NO_JOBS = new Set(['default', 'stages']);

/** For tests: the pipeline of GitLab, and its jobs. */
export function gitlabRecipe(): { pipeline: unknown; jobs: Record<string, z.infer<typeof gitlabJob>> } {
  const pipeline: unknown = parse(recipeText('gitlab/.gitlab-ci.yml'));
  const parts = z.record(z.string(), z.unknown()).parse(pipeline);
  const jobs = Object.entries(parts).filter(([name]) => !NO_JOBS.has(name));
  return { pipeline, jobs: Object.fromEntries(jobs.map(([name, value]) => [name, gitlabJob.parse(value)])) };
}

// The keys in https://support.atlassian.com/bitbucket-cloud/docs/step-options/ and .../use-artifacts-in-steps/. Any other key,
// most likely a typing error, is a fault.
const bitbucketStep = z.strictObject({
  step: z.strictObject({
    name: z.string(),
    image: z.string().optional(),
    deployment: z.string().optional(),
    'max-time': z.int().min(1).max(720),
    script: z.array(z.string()).min(1),
    artifacts: z.strictObject({
      upload: z.array(
        z.strictObject({
          name: z.string(),
          type: z.enum(['shared', 'scoped', 'test-reports']),
          paths: z.array(z.string()).min(1),
          'capture-on': z.enum(['success', 'failed', 'always']),
        }),
      ),
    }),
  }),
});

const bitbucketPipeline = z.strictObject({
  image: z.string(),
  pipelines: z.strictObject({
    'pull-requests': z.record(z.string(), z.array(bitbucketStep).min(1)),
    custom: z.record(z.string(), z.array(bitbucketStep).min(1)),
  }),
});

/** For tests: returns the pipelines of Bitbucket. Throws if the structure is not the documented one. */
export const bitbucketRecipe = (
  text = recipeText('bitbucket/bitbucket-pipelines.yml'),
): z.infer<typeof bitbucketPipeline> => bitbucketPipeline.parse(parse(text));

const shellOf = (name: string, jobName: string): string[] =>
  (githubRecipe(name).jobs[jobName]?.steps ?? []).flatMap(({ run }) => (run === undefined ? [] : [run]));

const jobOf = (name: string): string[] => [(gitlabRecipe().jobs[name]?.script ?? []).join('\n')];

/** For tests: the shell scripts that each system runs in a night, in parts that fail separately. */
export const NIGHTS: Readonly<Record<string, () => string[]>> = {
  'GitHub Actions': () => [...shellOf('nightly.yml', 'nightly'), ...shellOf('nightly.yml', 'keep-history')],
  'Bitbucket Pipelines': () =>
    (bitbucketRecipe().pipelines.custom['nightly'] ?? []).map(({ step: { script } }) => script.join('\n')),
  'GitLab CI': () => [...jobOf('nightly'), ...jobOf('keep-history')],
};

/** For tests: the shell scripts that the systems run to publish pages. */
export const PAGES: Readonly<Record<string, () => string[]>> = {
  'GitHub Actions': () => shellOf('nightly.yml', 'pages'),
  'GitLab CI': () => jobOf('pages'),
};
