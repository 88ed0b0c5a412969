import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commitAll, emptyFolder, exec, git, type Outcome } from './git.fixture.ts';
import { gitlabRecipe, NIGHTS, PAGES, ROOT } from './recipes.fixture.ts';

/** Replaces npm: a night with a given exit code, with reports unless a setting was wrong. */
const NPM = `#!/bin/sh
case "$1 $2" in
  'run nightly')
    case "$*" in *'--history history/history.jsonl'*) ;; *) exit 9 ;; esac
    echo '{"night":"'"$CODE"'"}' >> history/history.jsonl
    if [ "$CODE" != 2 ]; then
      mkdir -p reports/nightly
      for name in report.html report.junit.xml history.html history.atom badge.json metrics.prom; do echo "$name" > "reports/nightly/$name"; done
    fi
    exit "$CODE"
    ;;
esac
`;

let folder: string;
let remove: () => void;
let place: string;
let remote: string;

beforeEach(() => {
  ({ path: folder, remove } = emptyFolder());
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'npm'), NPM);
  chmodSync(join(folder, 'bin', 'npm'), 0o755);
  git(folder, 'init', '-q', '-b', 'main', 'place');
  place = join(folder, 'place');
  remote = join(folder, 'remote.git');
  cpSync(join(ROOT, 'recipes'), join(place, 'recipes'), { recursive: true });
  commitAll(place, 'Recipes');
  git(folder, 'clone', '-q', '--bare', place, remote);
  git(place, 'remote', 'add', 'origin', remote);
  writeFileSync(
    join(folder, 'gitconfig'),
    `[url "file://${remote}"]\n  insteadOf = https://gitlab.example.com/acme/watch.git\n`,
  );
});

afterEach(() => remove());

/** A part of a recipe, in the shell that all three systems use, which ends at what fails. */
function runPart(text: string, code: string): Outcome {
  const file = join(folder, 'part.sh');
  writeFileSync(file, text);
  return exec(place, 'bash', ['-e', file], {
    PATH: [join(folder, 'bin'), process.env['PATH'] ?? ''].join(delimiter),
    CODE: code,
    GITHUB_OUTPUT: join(folder, 'output'),
    CI_PROJECT_URL: 'https://gitlab.example.com/acme/watch',
    CI_PROJECT_DIR: place,
    CI_DEFAULT_BRANCH: 'main',
    CI_JOB_TOKEN: 'made-up',
    // The address that GitLab's job clones and pushes to, on this disk.
    GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
  });
}

describe.each(Object.keys(NIGHTS))('a night on %s', (system) => {
  it.each(['0', '1', '2', '3'])('that ends with %s does so, and is kept in the history', (code) => {
    appendFileSync(join(place, '.git', 'info', 'exclude'), 'history/\nreports/\ntest-reports/\n');
    const parts = NIGHTS[system]?.() ?? [];
    expect(parts.length).toBeGreaterThan(0);
    const codes = parts.map((part) => runPart(part, code).code);
    expect(codes.filter((one) => one !== 0)).toEqual(code === '0' ? [] : [Number(code)]);
    expect(git(remote, 'show', 'history:history.jsonl')).toBe(`{"night":"${code}"}`);
    expect(git(place, 'status', '--porcelain')).toBe('');
  });
});

it('gives git the token of the job on GitLab by a helper, in no argument', () => {
  const [, keeping = ''] = NIGHTS['GitLab CI']?.() ?? [];
  expect(keeping).not.toMatch(/@\$CI_/);
  const exports = keeping.split('\n').filter((line) => line.startsWith('export GIT_CONFIG'));
  const asked = 'printf "protocol=https\\nhost=gitlab.example.com\\n\\n" | git credential fill';
  expect(runPart([...exports, asked].join('\n'), '0').out).toMatch(/^password=made-up$/m);
});

it('keeps on GitLab what the night saw, by the script of the default branch and by no other', () => {
  const [asking = '', keeping = ''] = NIGHTS['GitLab CI']?.() ?? [];
  expect(runPart(asking, '1').code).toBe(1);
  // As an artefact could bring them along.
  writeFileSync(join(place, 'recipes', 'keep-history.sh'), `touch ${join(folder, 'pwned')}\n`);
  mkdirSync(join(place, '.git', 'hooks'), { recursive: true });
  writeFileSync(join(place, '.git', 'hooks', 'pre-push'), `#!/bin/sh\ntouch ${join(folder, 'pwned')}\n`);
  chmodSync(join(place, '.git', 'hooks', 'pre-push'), 0o755);
  expect(runPart(keeping, '1').code).toBe(0);
  expect(git(remote, 'show', 'history:history.jsonl')).toBe('{"night":"1"}');
  expect(existsSync(join(folder, 'pwned'))).toBe(false);
});

it('puts its test results where Bitbucket looks for them', () => {
  for (const part of NIGHTS['Bitbucket Pipelines']?.() ?? []) runPart(part, '1');
  expect(existsSync(join(place, 'test-reports', 'report.junit.xml'))).toBe(true);
});

it('finds the test results of each of several sites, on Bitbucket and on GitLab', () => {
  const files = ['acme', 'beta'].map((site) => join('reports', 'nightly', site, 'report.junit.xml'));
  for (const file of files) {
    mkdirSync(dirname(join(place, file)), { recursive: true });
    writeFileSync(join(place, file), '<testsuites/>');
  }
  const pattern = z
    .object({ artifacts: z.object({ reports: z.object({ junit: z.string() }) }) })
    .parse(gitlabRecipe().jobs['nightly']).artifacts.reports.junit;
  expect(globSync(pattern, { cwd: place }).toSorted()).toEqual(files);
  for (const part of NIGHTS['Bitbucket Pipelines']?.() ?? []) runPart(part, '1');
  const found = globSync('test-reports/**/*.xml', { cwd: place });
  expect(found.toSorted()).toEqual([
    'test-reports/acme/report.junit.xml',
    'test-reports/beta/report.junit.xml',
    'test-reports/report.junit.xml',
  ]);
});

it('passes its exit code to the other jobs of GitHub', () => {
  for (const part of NIGHTS['GitHub Actions']?.() ?? []) runPart(part, '3');
  expect(exec(folder, 'cat', ['output']).out).toBe('code=3\n');
});

it.each([
  ['GitHub Actions', 'pages'],
  ['GitLab CI', 'public'],
])('publishes on %s the report first', (system, site) => {
  for (const part of NIGHTS[system]?.() ?? []) runPart(part, '0');
  for (const part of PAGES[system]?.() ?? []) expect(runPart(part, '0')).toMatchObject({ code: 0 });
  expect(readdirSync(join(place, site)).toSorted()).toEqual([
    'badge.json',
    'history.atom',
    'history.html',
    'index.html',
    'metrics.prom',
    'report.html',
  ]);
});
