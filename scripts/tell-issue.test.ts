import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyFolder, exec } from './git.fixture.ts';
import { ROOT } from './recipes.fixture.ts';

let folder: string;
let remove: () => void;

const TITLE = 'acme: $(touch hacked) `x` \u001B[31mJira\nanother line\n';

/** Replaces gh: records its arguments and its file, and prints a given list. */
const GH = `#!/bin/sh
printf '%s ' "$@" >> calls
echo >> calls
case "$1 $2" in
  'issue list') echo "$OPEN" ;;
  *) for file; do :; done; if [ -f "$file" ]; then cp "$file" "body-$2"; fi ;;
esac
`;

beforeEach(() => {
  ({ path: folder, remove } = emptyFolder());
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'gh'), GH);
  chmodSync(join(folder, 'bin', 'gh'), 0o755);
  writeFileSync(join(folder, 'report.md'), '# Report\n');
  writeFileSync(join(folder, 'summary.txt'), 'One line\n');
  writeFileSync(join(folder, 'title.txt'), TITLE);
});

afterEach(() => remove());

/** What was asked of gh, by its first two words, and what it was given to write. */
function tell(open: string, url = ''): { calls: string[]; body: (verb: string) => string } {
  const script = join(ROOT, 'recipes', 'github', 'tell-issue.sh');
  const path = [join(folder, 'bin'), process.env['PATH'] ?? ''].join(delimiter);
  const { code, err } = exec(folder, 'sh', [script, '.'], { OPEN: open, RUN_URL: url, PATH: path });
  expect([code, err]).toEqual([0, '']);
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  return { calls, body: (verb) => readFileSync(join(folder, `body-${verb}`), 'utf8') };
}

const verbs = (calls: readonly string[]): string[] => calls.map((call) => call.split(' ')[1] ?? '');

it('opens an issue with the report, under the label that it looks for', () => {
  const { calls, body } = tell('', 'https://example.com/runs/7');
  expect(verbs(calls)).toEqual(['list', 'create', 'create']);
  const label = /--label (\S+)/.exec(calls[0] ?? '')?.[1] ?? 'none';
  expect(calls[1]).toContain(`label create ${label}`);
  expect(calls[2]).toContain(`--label ${label}`);
  expect(body('create')).toContain('# Report');
  expect(body('create')).toContain('https://example.com/runs/7');
});

it('updates the open issue, adds a comment, and opens no other issue', () => {
  const { calls, body } = tell('42');
  expect(verbs(calls)).toEqual(['list', 'edit', 'comment']);
  expect(calls.slice(1).map((call) => call.split(' ')[2])).toEqual(['42', '42']);
  expect(body('edit')).toContain('# Report');
  expect(body('comment')).toBe('One line\n');
});

it.each(['', '42'])('gives the issue the title of the night, as text (open: "%s")', (open) => {
  const { calls } = tell(open);
  const titled = calls.filter((call) => call.includes('--title'));
  expect(titled).toHaveLength(1);
  expect(titled[0]).toContain('--title acme: $(touch hacked) `x` [31mJira --');
  expect(readdirSync(folder)).not.toContain('hacked');
});

it('cuts off a report that GitHub would refuse, at the end of a line', () => {
  writeFileSync(join(folder, 'report.md'), 'a line of a report\n'.repeat(10_000));
  const text = tell('').body('create');
  expect(text.length).toBeLessThan(65_536);
  expect(text.length).toBeGreaterThan(50_000);
  expect(new Set(text.trimEnd().split('\n'))).toEqual(new Set(['a line of a report']));
});

it('removes what acts on a terminal from the texts of another job, and preserves their letters', () => {
  writeFileSync(join(folder, 'report.md'), '# Repört\u001B]0;x\u0007\r\n\tline\0\n');
  writeFileSync(join(folder, 'summary.txt'), 'One line\u001B[31m\n'.repeat(10_000));
  const { body } = tell('42');
  expect(body('edit')).toBe('# Repört]0;x\n\tline\n');
  expect(body('comment')).toMatch(/^(?:One line\[31m\n)+$/);
  expect(body('comment').length).toBeLessThan(20_000);
});

it.each(['report.md', 'summary.txt', 'title.txt'])('does not read another file if %s is a link', (name) => {
  rmSync(join(folder, name));
  writeFileSync(join(folder, 'other'), 'not ours\n');
  symlinkSync(join(folder, 'other'), join(folder, name));
  const script = join(ROOT, 'recipes', 'github', 'tell-issue.sh');
  const path = [join(folder, 'bin'), process.env['PATH'] ?? ''].join(delimiter);
  expect(exec(folder, 'sh', [script, '.'], { OPEN: '', PATH: path }).code).not.toBe(0);
  expect(readdirSync(folder)).not.toContain('calls');
});

it('fails without a report, before it calls gh', () => {
  const { code } = exec(folder, 'sh', [join(ROOT, 'recipes', 'github', 'tell-issue.sh'), 'nowhere']);
  expect(code).not.toBe(0);
  expect(readdirSync(folder)).not.toContain('calls');
});
