import { chmodSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ALL_VARIABLES } from '../src/config/variables.ts';
import { FORMAT_NAMES, FORMATS } from '../src/report/formats.ts';
import { gitlabFaults } from '../src/report/validators.fixture.ts';
import { emptyFolder, exec } from './git.fixture.ts';
import { workflowFaults } from './github-workflow.fixture.ts';
import { declaredCommand } from './all-commands.fixture.ts';
import { isCommandName } from './commands.ts';
import {
  bitbucketRecipe,
  githubRecipe,
  gitlabRecipe,
  recipeText,
  ROOT,
  type Workflow,
  type WorkflowStep,
} from './recipes.fixture.ts';

const GITHUB = ['nightly.yml', 'nightly-sharded.yml', 'pull-request.yml'];
const ALL = [
  ...GITHUB.map((name) => `github/${name}`),
  'bitbucket/bitbucket-pipelines.yml',
  'gitlab/.gitlab-ci.yml',
];
const SCRIPTS = ['keep-history.sh', 'install.sh', 'github/tell-issue.sh'];
const TOLD = ['README.md', 'recipes/README.md'];

const rootText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const manifest = JSON.parse(rootText('package.json')) as { scripts: Record<string, string> };

describe.each(GITHUB)('github/%s', (name) => {
  const text = recipeText(`github/${name}`);
  let recipe: Workflow;
  let jobs: Workflow['jobs'][string][];
  let steps: WorkflowStep[];

  beforeAll(() => {
    recipe = githubRecipe(name);
    jobs = Object.values(recipe.jobs);
    steps = jobs.flatMap((job) => job.steps);
  });

  it("has no fault by GitHub's own parser, which finds one that is put in", async () => {
    expect(await workflowFaults(name, text)).toEqual([]);
    expect(await workflowFaults(name, text.replace('timeout-minutes', 'timeout-minutez'))).toHaveLength(1);
    expect(await workflowFaults(name, text.replace('if: always()', 'if: allways()'))).toHaveLength(1);
  });

  it('pins each action to a commit, with its version beside it', () => {
    const uses = text.split('\n').filter((line) => line.includes('uses:'));
    expect(uses.length).toBeGreaterThan(1);
    expect(
      uses.filter((line) => !/uses: [\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
    ).toEqual([]);
  });

  it('gives no permission to the whole workflow, and to each job what it needs', () => {
    expect(recipe.permissions).toEqual({});
    for (const { permissions } of jobs) expect(Object.keys(permissions)).not.toEqual([]);
  });

  it('lets no job that sees a secret write anything but results of code scanning', () => {
    const seeing = jobs.filter((job) => JSON.stringify(job).includes('secrets.'));
    const writes = seeing.flatMap(({ permissions }) =>
      Object.entries(permissions).flatMap(([what, level]) => (level === 'write' ? [what] : [])),
    );
    expect(writes.filter((what) => what !== 'security-events')).toEqual([]);
  });

  it('gives secrets only to single steps that run our commands, never to a job or an action', () => {
    const withoutSteps = jobs.map((job) => ({ ...job, steps: [] }));
    expect(JSON.stringify({ ...recipe, jobs: withoutSteps })).not.toContain('secrets.');
    const withoutEnv = steps.map((step) => ({ ...step, env: {} }));
    expect(JSON.stringify(withoutEnv)).not.toContain('secrets.');
    const seeing = steps.filter(({ env }) => JSON.stringify(env ?? {}).includes('secrets.'));
    expect(seeing.filter(({ run }) => !/^npm run /m.test(run ?? ''))).toEqual([]);
  });

  it('puts no expression into a script', () => {
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  it('reads only outputs that a job it waits for, or a step before, has', () => {
    const ids = steps.map(({ id }) => id);
    const given = Object.entries(recipe.jobs).flatMap(([job, { outputs = {} }]) =>
      Object.keys(outputs).map((output) => `needs.${job}.outputs.${output}`),
    );
    for (const [read] of text.matchAll(/\bneeds\.[\w.-]+/g)) expect(given).toContain(read);
    for (const [, id] of text.matchAll(/\bsteps\.([\w-]+)\./g)) expect(ids).toContain(id);
  });

  it('ends every job, and keeps its reports also when it failed', () => {
    for (const job of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
    const uploads = steps.filter(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
    expect(uploads.length).toBeGreaterThan(0);
    expect(uploads.filter((step) => step.if !== 'always()')).toEqual([]);
  });

  it('is scheduled at an odd minute, and never runs twice at once', () => {
    const minutes = (recipe.on.schedule ?? []).map(({ cron }) => Number(cron.split(' ')[0]));
    expect(minutes.filter((minute) => minute % 5 === 0)).toEqual([]);
    expect(recipe.concurrency['cancel-in-progress']).toBe(recipe.on.schedule === undefined);
  });
});

describe('the recipes of GitHub', () => {
  it('pin each action once', () => {
    const pins = GITHUB.flatMap((name) => [
      ...recipeText(`github/${name}`).matchAll(/uses: ((?:[\w-]+\/?)+)@(\S+ # \S+)/g),
    ]);
    const byAction = Map.groupBy(pins, ([, action]) => action);
    const several = [...byAction].filter(([, own]) => new Set(own.map(([, , pin]) => pin)).size > 1);
    expect(several).toEqual([]);
  });

  it('give a pull request no secret, and nothing to write', () => {
    const text = recipeText('github/pull-request.yml');
    expect(text).not.toContain('secrets.');
    expect(
      Object.values(githubRecipe('pull-request.yml').jobs).map(({ permissions }) => permissions),
    ).toEqual([{ contents: 'read' }]);
    expect(Object.keys(githubRecipe('pull-request.yml').on)).toEqual(['pull_request']);
  });

  it.each(['nightly.yml', 'nightly-sharded.yml'])('pass every setting that is not rare to %s', (name) => {
    const { jobs } = githubRecipe(name);
    const asking = Object.values(jobs)
      .flatMap((job) => job.steps)
      .filter(({ env }) => JSON.stringify(env ?? {}).includes('secrets.'));
    expect(asking).toHaveLength(1);
    const env = asking[0]?.env ?? {};
    for (const variable of ALL_VARIABLES.filter(({ rare }) => !rare)) {
      expect([variable.name, env[variable.name]]).toEqual([
        variable.name,
        `\${{ secrets.${variable.name} }}`,
      ]);
    }
  });
});

describe.each(['nightly.yml', 'nightly-sharded.yml'])('code scanning in %s', (name) => {
  const steps = Object.values(githubRecipe(name).jobs).flatMap((job) => job.steps);
  const upload = steps.find(({ uses }) => uses?.includes('/upload-sarif@'));
  const before = steps[steps.findIndex((step) => step === upload) - 1]?.run ?? '';
  const target = z.object({ sarif_file: z.string(), category: z.string().optional() }).parse(upload?.with);
  const [, watched = ''] = /hashFiles\('([^']+)'\)/.exec(upload?.if ?? '') ?? [];

  it.each([
    ['one site', ['reports/nightly/report.sarif'], []],
    ['several sites', ['reports/nightly/acme/report.sarif', 'reports/nightly/beta/report.sarif'], []],
    [
      'a site without a conclusion',
      ['reports/nightly/acme/report.sarif'],
      ['reports/nightly/beta/report.sarif'],
    ],
    ['no conclusion', [], ['reports/nightly/acme/report.sarif']],
  ])('takes the reports of %s that were concluded, and no others', (_, concluded, silent) => {
    const { path: folder, remove } = emptyFolder();
    try {
      for (const file of [...concluded, ...silent]) {
        mkdirSync(join(folder, dirname(file)), { recursive: true });
        writeFileSync(join(folder, file), `{ "executionSuccessful": ${concluded.includes(file)} }`);
      }
      const script = join(folder, 'step.sh');
      writeFileSync(script, before);
      expect(exec(folder, 'bash', ['-e', script])).toMatchObject({ code: 0 });
      // The upload takes every report below the folder; the expression decides whether it runs.
      expect(globSync(`${target.sarif_file}/**/*.sarif`, { cwd: folder }).toSorted()).toEqual(concluded);
      expect(globSync(watched, { cwd: folder }).toSorted()).toEqual(concluded);
    } finally {
      remove();
    }
  });

  it('leaves the category to each report: GitHub rejects two runs of the same category', () => {
    expect(target.category).toBeUndefined();
  });
});

describe('the recipe of GitLab', () => {
  it("has no fault by GitLab's schema, which finds one that is put in", () => {
    const { pipeline } = gitlabRecipe();
    expect(gitlabFaults(pipeline)).toEqual([]);
    expect(gitlabFaults({ ...(pipeline as object), extra: { script: 'true', artefacts: {} } })).not.toEqual(
      [],
    );
  });

  it('gives the environment with the secrets to the job that asks Jira alone', () => {
    const { jobs } = gitlabRecipe();
    expect(Object.keys(jobs).filter((name) => jobs[name]?.environment !== undefined)).toEqual(['nightly']);
    expect(jobs['nightly']?.rules.every((rule) => rule.if.includes('"schedule"'))).toBe(true);
  });

  it('uploads only reports that the job writes', () => {
    const text = recipeText('gitlab/.gitlab-ci.yml');
    const uploaded = [...text.matchAll(/: reports\/\*\/report\.(\S+)$/gm)].map(([, extension]) => extension);
    const written = FORMAT_NAMES.filter((name) => text.includes(`--report ${name}`));
    const extensions = written.map((name): string => FORMATS[name].extension);
    expect(uploaded).toContain(FORMATS.codequality.extension);
    expect(extensions).toEqual(expect.arrayContaining(uploaded));
  });
});

describe('the recipe of Bitbucket', () => {
  it('has the structure that is documented, and no other', () => {
    expect(Object.keys(bitbucketRecipe().pipelines)).toHaveLength(2);
    const text = recipeText('bitbucket/bitbucket-pipelines.yml');
    expect(() => bitbucketRecipe(text.replace('max-time', 'max-tim'))).toThrow('max-tim');
    expect(() => bitbucketRecipe(text.replace('capture-on: always', 'capture-on: allways'))).toThrow(
      'capture-on',
    );
  });

  it('gives the deployment with the secrets to the nightly step alone, and keeps reports of what failed', () => {
    const { pipelines } = bitbucketRecipe();
    const requested = Object.values(pipelines['pull-requests']).flat();
    const nightly = Object.values(pipelines.custom).flat();
    expect(requested.filter(({ step }) => step.deployment !== undefined)).toEqual([]);
    expect(nightly.filter(({ step }) => step.deployment === undefined)).toEqual([]);
    const uploads = [...requested, ...nightly].flatMap(({ step }) => step.artifacts.upload);
    expect(uploads.filter((upload) => upload['capture-on'] !== 'always')).toEqual([]);
  });
});

/** What puts packages of others on the disk. */
const INSTALLS = /\bnpm (?:ci|i|install)\b|\bnpx\b|\b(?:yarn|pnpm)\b/;

describe('the installation', () => {
  it('sees no secret on GitHub, in any step of any recipe', () => {
    const installing = GITHUB.flatMap((name) => Object.values(githubRecipe(name).jobs))
      .flatMap((job) => job.steps)
      .filter(({ run }) => INSTALLS.test(run ?? ''));
    expect(installing.length).toBeGreaterThan(2);
    expect(installing.filter(({ env }) => env !== undefined)).toEqual([]);
    const asking = installing.filter(({ run }) => run !== 'npm ci');
    expect(asking).toEqual([]);
  });

  it('uses recipes/install.sh if a system passes variables to all commands of a job', () => {
    const gitlab = Object.values(gitlabRecipe().jobs).flatMap(({ script }) => script);
    const { pipelines } = bitbucketRecipe();
    const bitbucket = [...Object.values(pipelines['pull-requests']), ...Object.values(pipelines.custom)]
      .flat()
      .flatMap(({ step }) => step.script);
    for (const lines of [gitlab, bitbucket]) {
      expect(lines.filter((line) => INSTALLS.test(line))).toEqual([]);
      expect(lines.filter((line) => line === 'sh recipes/install.sh')).toHaveLength(2);
    }
  });

  it.each(['sh', 'bash'])('has in %s an environment without any secret, whatever its name', (shell) => {
    const { path, remove } = emptyFolder();
    try {
      writeFileSync(join(path, 'npm'), '#!/bin/sh\necho "npm $*"\nenv\n');
      chmodSync(join(path, 'npm'), 0o755);
      const names = [
        // A proxy is what the installation itself needs.
        ...ALL_VARIABLES.filter(({ machine }) => !machine).map(({ name }) => name),
        'ACME_JIRA_API_TOKEN',
        'CI_JOB_TOKEN',
        'Other',
      ];
      const secrets = Object.fromEntries(names.map((name) => [name, 'made-up=secret\nHOME=made-up']));
      const needed = { HTTPS_PROXY: 'http://proxy.example.com', npm_config_registry: 'https://example.com' };
      const { code, out } = exec(path, shell, [join(ROOT, 'recipes', 'install.sh')], {
        ...secrets,
        ...needed,
        PATH: [path, process.env['PATH'] ?? ''].join(delimiter),
      });
      expect(code).toBe(0);
      expect(out).toContain('npm ci');
      for (const [name, value] of Object.entries(needed)) expect(out).toContain(`${name}=${value}`);
      expect(out).not.toContain('made-up');
      expect(names.filter((name) => out.includes(`${name}=`))).toEqual([]);
    } finally {
      remove();
    }
  });

  it('runs no script of a package, by npm of any version', () => {
    expect(rootText('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    const hooks = Object.keys(manifest.scripts).filter((name) =>
      /^(?:pre|post)|^(?:install|prepare)$/.test(name),
    );
    // npm would skip them from now on.
    expect(hooks.filter((name) => name.replace(/^(?:pre|post)/, '') in manifest.scripts)).toEqual([]);
  });
});

describe('a job that may write', () => {
  const writing = GITHUB.flatMap((name) => Object.entries(githubRecipe(name).jobs))
    .filter(([, { permissions }]) => ['contents', 'issues'].some((what) => permissions[what] === 'write'))
    .map(([name, { steps }]) => [name, steps] as const);

  it('is there', () => {
    expect(writing.map(([name]) => name)).toEqual(['keep-history', 'issue']);
  });

  it.each(writing)('runs only scripts of its own checkout of the default branch: %s', (_, steps) => {
    const at = (action: string): number =>
      steps.findIndex(({ uses }) => uses?.startsWith(`actions/${action}@`));
    const checkout = steps[at('checkout')];
    expect(checkout?.with?.['ref']).toBe('${{ github.event.repository.default_branch }}');
    const folders = steps
      .filter(({ uses }) => uses?.startsWith('actions/download-artifact@'))
      .map((step) => String(step.with?.['path']));
    // In a separate folder without a file of the project.
    expect(folders.filter((folder) => !/^[a-z-]+$/.test(folder) || existsSync(join(ROOT, folder)))).toEqual(
      [],
    );
    expect(folders.length).toBeGreaterThan(0);
    const lines = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !/^sh recipes\/[\w/-]+\.sh(?: [\w/-]+)*$/.test(line))).toEqual([]);
    expect(lines.join('\n')).not.toMatch(INSTALLS);
  });

  it('does not check out on GitLab in the folder of the artefact, and clones the default branch', () => {
    const { jobs } = gitlabRecipe();
    const pushing = Object.values(jobs).filter(({ script }) => script.join('\n').includes('CI_JOB_TOKEN'));
    expect(pushing).toHaveLength(1);
    const { script = [], variables = {} } = pushing[0] ?? {};
    expect(variables['GIT_STRATEGY']).toBe('none');
    expect(script.join('\n')).toMatch(/cd "\$own"\n\s*git clone .*--branch "\$CI_DEFAULT_BRANCH"/);
    expect(script.join('\n')).not.toMatch(INSTALLS);
  });
});

/** Every `npm run X -- options` of a text. What follows in the shell, or in the sentence, is no option. */
const commandLines = (text: string): { script: string; options: string[] }[] =>
  // A variable of the shell stands for a number.
  [
    ...text
      .replaceAll(/\$\(\([^)]*\)\)|\$\w+/g, '1')
      .matchAll(/npm run (?:--silent )?([a-z][\w:-]*)(?: -- ([^\n`|&#>]*))?/g),
  ].map(([, script, options]) => ({
    script: script ?? '',
    options: (options ?? '').replaceAll('"', '').split(/\s+/).filter(Boolean),
  }));

const ofRecipes = [...ALL.map((path) => recipeText(path)), rootText('recipes/README.md')].flatMap((text) =>
  commandLines(text),
);

describe('the commands that the recipes run', () => {
  it('are there', () => {
    expect(ofRecipes.length).toBeGreaterThan(10);
    expect(ofRecipes.filter(({ script }) => !(script in manifest.scripts))).toEqual([]);
  });

  it('take the options that they are given', () => {
    for (const { script, options } of ofRecipes) {
      if (!isCommandName(script)) continue;
      const command = declaredCommand(script);
      expect([script, command.parseOptions(options).unknown]).toEqual([script, []]);
    }
  });
});

describe('the names in the recipes', () => {
  /** Those that the CI systems give, those that their tools take, and our own three. */
  const OTHERS = new Set([
    'GITHUB_OUTPUT',
    'GH_TOKEN',
    'GH_REPO',
    'CI_COMMIT_BRANCH',
    'CI_DEFAULT_BRANCH',
    'CI_JOB_TOKEN',
    'CI_NODE_INDEX',
    'CI_NODE_TOTAL',
    'CI_PIPELINE_SOURCE',
    'CI_PROJECT_DIR',
    'CI_PROJECT_URL',
    'GIT_CONFIG_COUNT',
    'GIT_CONFIG_KEY_0',
    'GIT_CONFIG_VALUE_0',
    'GIT_STRATEGY',
    'NODE_EXTRA_CA_CERTS',
    'SSL_CERT_DIR',
    'SSL_CERT_FILE',
    'BITBUCKET_PARALLEL_STEP',
    'BITBUCKET_PARALLEL_STEP_COUNT',
    'FETCH_HEAD',
    'HISTORY_FILE',
    'LC_ALL',
    'HISTORY_REMOTE',
    'PUBLISH_PAGES',
    'RUN_URL',
    'HOW_IT_WORKS',
  ]);

  it.each([...ALL, ...SCRIPTS, 'README.md'])(
    'of variables in %s are those of a setting or of the system',
    (path) => {
      const known = new Set<string>([...ALL_VARIABLES.map(({ name }) => name), ...OTHERS]);
      const named = recipeText(path).match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? [];
      // Of several sites each has its prefix.
      expect(named.filter((name) => !known.has(name.replace(/^ACME_/, '')))).toEqual([]);
    },
  );

  it.each([...ALL.map((path) => `recipes/${path}`), ...TOLD])('of files in %s are there', (path) => {
    const named = rootText(path).match(/\brecipes\/[\w./-]*\w/g) ?? [];
    expect(named.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  });
});
