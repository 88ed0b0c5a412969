import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { openStandIn, type StandIn } from '../src/stand-in/stand-in.ts';
import { emptyFolder, execMeanwhile, git, type Outcome } from './git.fixture.ts';
import { githubRecipe, ROOT, type WorkflowStep } from './recipes.fixture.ts';

let folder: string;
let remove: () => void;
let clone: string;

// A clone of the committed files, without other files of the working tree.
beforeEach(() => {
  ({ path: folder, remove } = emptyFolder());
  git(folder, 'clone', '-q', `file://${ROOT}`, 'clone');
  clone = join(folder, 'clone');
});

afterEach(() => remove());

/** In the place of `npm ci`, which .ci/run has run for real, and which would take longer than all the rest. */
function install(): void {
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  // .gitignore names the folder, which does not match a link.
  appendFileSync(join(clone, '.git', 'info', 'exclude'), 'node_modules\n');
}

/** A step of the shell, as a runner of GitHub's runs it. */
async function runStep(
  { run = '' }: WorkflowStep,
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  if (run === 'npm ci') {
    install();
    return { code: 0, out: '', err: '' };
  }
  const file = join(folder, 'step.sh');
  writeFileSync(file, run);
  return execMeanwhile(clone, 'bash', ['-e', file], { HOME: folder, ...env });
}

const shellSteps = (workflow: string, job: string): readonly WorkflowStep[] =>
  (githubRecipe(workflow).jobs[job]?.steps ?? []).filter(({ run }) => run !== undefined);

describe('the pull request recipe, in a clean clone', () => {
  it('runs step by step, leaves its reports, and adds to the summary', { timeout: 300_000 }, async () => {
    const summary = join(folder, 'summary.md');
    const steps = shellSteps('pull-request.yml', 'check');
    expect(steps.length).toBeGreaterThan(3);
    for (const step of steps) {
      const { code, err } = await runStep(step, { GITHUB_STEP_SUMMARY: summary });
      expect([step.run, code, code === 0 ? '' : err]).toEqual([step.run, 0, '']);
    }
    for (const name of ['run.json', 'report.sarif', 'report.html']) {
      expect(readFileSync(join(clone, 'reports', 'public-2026-09', name), 'utf8').length).toBeGreaterThan(
        200,
      );
    }
    expect(readFileSync(summary, 'utf8').length).toBeGreaterThan(200);
    // It leaves nothing behind that could be committed.
    expect(git(clone, 'status', '--porcelain')).toBe('');
  });

  it('fails if the contract is broken', { timeout: 120_000 }, async () => {
    install();
    const check = shellSteps('pull-request.yml', 'check').find(({ run }) => run?.includes('npm run check'));
    const spec = join(clone, 'specs', 'missing-token.spec.ts');
    const text = readFileSync(spec, 'utf8');
    writeFileSync(spec, text.replaceAll('ignored(', 'refused('));
    expect(readFileSync(spec, 'utf8')).not.toBe(text);
    expect(await runStep(check ?? {})).toMatchObject({ code: 1 });
  });
});

describe('the nightly recipe, in a clean clone', () => {
  let site: StandIn;

  beforeEach(async () => {
    site = await openStandIn();
  });

  afterEach(() => site.close());

  it(
    'asks the site, leaves its reports under their names, and keeps the night',
    { timeout: 300_000 },
    async () => {
      const remote = join(folder, 'remote.git');
      git(folder, 'clone', '-q', '--bare', clone, remote);
      git(clone, 'remote', 'set-url', 'origin', remote);
      const output = join(folder, 'output');
      const env = {
        ...environmentFor(site.origin),
        JIRA_CLOUD_ID: site.cloudId,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
      };
      const steps = [...shellSteps('nightly.yml', 'nightly'), ...shellSteps('nightly.yml', 'keep-history')];
      for (const step of steps) {
        const { code, err } = await runStep(step, env);
        expect([step.run, code, code === 0 ? '' : err]).toEqual([step.run, 0, '']);
      }
      expect(readFileSync(output, 'utf8')).toBe('code=0\n');
      const pages = shellSteps('nightly.yml', 'pages');
      for (const step of pages) expect(await runStep(step)).toMatchObject({ code: 0 });
      for (const name of ['summary.txt', 'report.md', 'report.sarif', 'report.junit.xml', 'run.json']) {
        expect(readFileSync(join(clone, 'reports', 'nightly', name), 'utf8')).not.toBe('');
      }
      const kept = git(remote, 'show', 'history:history.jsonl').split('\n');
      expect(kept.map((line) => typeof JSON.parse(line))).toEqual(['object']);
    },
  );
});

/** In the place of gh: makes the repository on disk, and keeps the secrets that it is given. */
const gh = (remote: string): string => `#!/bin/sh
case "$1 $2" in
  'repo create') git init -q --bare -b main ${remote} && git remote add origin ${remote} && git push -q -u origin HEAD ;;
  'secret set') cat > ${remote}-secrets ;;
  'workflow run') git -C ${remote} show "HEAD:.github/workflows/$3" > ${remote}-started ;;
  *) exit 1 ;;
esac
`;

describe('the first night on GitHub as recipes/README.md has it, in a clean clone', () => {
  it('ends with a night that is started, its secrets, and a baseline that is committed', async () => {
    const remote = join(folder, 'remote.git');
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'gh'), gh(remote));
    chmodSync(join(folder, 'bin', 'gh'), 0o755);
    git(clone, 'checkout', '-q', '-B', 'main');
    // What the steps before leave: settings, some of them empty, and a baseline.
    cpSync(join(clone, '.env.example'), join(clone, '.env'));
    appendFileSync(join(clone, '.env'), 'JIRA_SITE=https://acme.atlassian.net\n');
    const recordings = join(clone, 'fixtures', 'recordings');
    cpSync(join(recordings, 'public-2026-09'), join(recordings, 'baseline'), { recursive: true });
    const readme = readFileSync(join(ROOT, 'recipes', 'README.md'), 'utf8').split(/^##+ /m);
    const block =
      /```sh\n([^`]*)```/.exec(readme.find((part) => part.startsWith('GitHub Actions')) ?? '')?.[1] ?? '';
    const env = {
      PATH: [join(folder, 'bin'), process.env['PATH'] ?? ''].join(delimiter),
      GIT_AUTHOR_NAME: 'Somebody',
      GIT_AUTHOR_EMAIL: 'somebody@example.com',
      GIT_COMMITTER_NAME: 'Somebody',
      GIT_COMMITTER_EMAIL: 'somebody@example.com',
    };
    const { code, err } = await runStep({ run: `set -o pipefail\n${block}` }, env);
    expect([code, code === 0 ? '' : err]).toEqual([0, '']);
    expect(readFileSync(`${remote}-secrets`, 'utf8')).toBe('JIRA_SITE=https://acme.atlassian.net\n');
    const recipe = readFileSync(join(clone, 'recipes', 'github', 'nightly.yml'), 'utf8');
    expect(readFileSync(`${remote}-started`, 'utf8')).toBe(recipe);
    const pushed = git(remote, 'ls-tree', '-r', '--name-only', 'HEAD').split('\n');
    expect(pushed).toContain('.github/workflows/pull-request.yml');
    expect(pushed).toContain('fixtures/recordings/baseline/set.json');
    expect(pushed).not.toContain('.env');
  });
});
