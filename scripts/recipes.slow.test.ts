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
import { emptyFolder, exec, git, type Outcome } from './git.fixture.ts';
import { githubRecipe, ROOT, type WorkflowStep } from './recipes.fixture.ts';

let folder: string;
let remove: () => void;
let clone: string;

// A clone of what is committed: nothing that only lies about in the working tree is there.
beforeEach(() => {
  ({ path: folder, remove } = emptyFolder());
  git(folder, 'clone', '-q', `file://${ROOT}`, 'clone');
  clone = join(folder, 'clone');
});

afterEach(() => remove());

/** In the place of `npm ci`, which .ci/run has run for real, and which would take longer than all the rest. */
function install(): void {
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
}

/** A step of the shell, as a runner of GitHub's runs it. */
function runStep({ run = '' }: WorkflowStep, env: Readonly<Record<string, string>> = {}): Outcome {
  if (run === 'npm ci') {
    install();
    return { code: 0, out: '', err: '' };
  }
  const file = join(folder, 'step.sh');
  writeFileSync(file, run);
  return exec(clone, 'bash', ['-e', file], env);
}

const shellSteps = (workflow: string, job: string): readonly WorkflowStep[] =>
  (githubRecipe(workflow).jobs[job]?.steps ?? []).filter(({ run }) => run !== undefined);

describe('the pull request recipe, in a clean clone', () => {
  it('runs step by step, leaves its reports, and adds to the summary', { timeout: 300_000 }, () => {
    const summary = join(folder, 'summary.md');
    const steps = shellSteps('pull-request.yml', 'check');
    expect(steps.length).toBeGreaterThan(3);
    for (const step of steps) {
      const { code, err } = runStep(step, { GITHUB_STEP_SUMMARY: summary });
      expect([step.run, code, code === 0 ? '' : err]).toEqual([step.run, 0, '']);
    }
    for (const name of ['run.json', 'report.sarif', 'report.html']) {
      expect(readFileSync(join(clone, 'reports', 'public-2026-09', name), 'utf8').length).toBeGreaterThan(
        200,
      );
    }
    expect(readFileSync(summary, 'utf8').length).toBeGreaterThan(200);
    // What it leaves behind is nothing that somebody would commit.
    expect(git(clone, 'status', '--porcelain', '--', ':!node_modules')).toBe('');
  });

  it('turns red where the contract is broken', { timeout: 120_000 }, () => {
    install();
    const check = shellSteps('pull-request.yml', 'check').find(({ run }) => run?.includes('npm run check'));
    const spec = join(clone, 'specs', 'missing-token.spec.ts');
    const text = readFileSync(spec, 'utf8');
    writeFileSync(spec, text.replaceAll('ignored(', 'refused('));
    expect(readFileSync(spec, 'utf8')).not.toBe(text);
    expect(runStep(check ?? {})).toMatchObject({ code: 1 });
  });
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

describe('"Every night" of README.md, in a clean clone', () => {
  it('ends with a night that is started, its secrets, and a baseline that is committed', () => {
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
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8').split(/^## /m);
    const block =
      /```sh\n([^`]*)```/.exec(readme.find((part) => part.startsWith('Every night')) ?? '')?.[1] ?? '';
    const env = {
      PATH: [join(folder, 'bin'), process.env['PATH'] ?? ''].join(delimiter),
      GIT_AUTHOR_NAME: 'Somebody',
      GIT_AUTHOR_EMAIL: 'somebody@example.com',
      GIT_COMMITTER_NAME: 'Somebody',
      GIT_COMMITTER_EMAIL: 'somebody@example.com',
    };
    const { code, err } = runStep({ run: `set -o pipefail\n${block}` }, env);
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
