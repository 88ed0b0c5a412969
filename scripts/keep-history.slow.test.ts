import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitAll, emptyFolder, exec, git, type Outcome } from './git.fixture.ts';
import { ROOT } from './recipes.fixture.ts';

const SCRIPT = join(ROOT, 'recipes', 'keep-history.sh');

let folder: string;
let remove: () => void;
let remote: string;

beforeEach(() => {
  ({ path: folder, remove } = emptyFolder());
  remote = join(folder, 'remote.git');
  git(folder, 'init', '-q', '--bare', '-b', 'main', remote);
  git(folder, 'init', '-q', '-b', 'main', 'work');
  writeFileSync(join(folder, 'work', 'code'), 'code');
  commitAll(join(folder, 'work'), 'Code');
  git(join(folder, 'work'), 'push', '-q', remote, 'main');
});

afterEach(() => remove());

/** A clone as CI makes it: of one branch, without history. */
function clone(name: string): string {
  git(folder, 'clone', '-q', '--depth', '1', `file://${remote}`, name);
  return join(folder, name);
}

const keep = (place: string, step: string, env = {}): Outcome => exec(place, 'sh', [SCRIPT, step], env);
const fileOf = (place: string): string => join(place, 'history', 'history.jsonl');
const append = (place: string, text: string): void => appendFileSync(fileOf(place), text);
const kept = (): string[] => git(remote, 'show', 'history:history.jsonl').split('\n');
const nights = (): number => Number(git(remote, 'rev-list', '--count', 'history'));

/** A whole night: what was, a line more, kept. */
function night(place: string, line: string): void {
  expect(keep(place, 'fetch')).toMatchObject({ code: 0 });
  append(place, `${line}\n`);
  expect(keep(place, 'push')).toMatchObject({ code: 0 });
}

/** Makes a program of the shell, such as a hook. */
function program(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}

describe('the first night', () => {
  it('creates the branch, which has one file and shares nothing with the code', () => {
    const place = clone('a');
    expect(keep(place, 'fetch')).toMatchObject({ code: 0 });
    expect(readFileSync(fileOf(place), 'utf8')).toBe('');
    append(place, '{"night":1}\n');
    expect(keep(place, 'push')).toMatchObject({ code: 0 });
    expect(kept()).toEqual(['{"night":1}']);
    expect(git(remote, 'ls-tree', '--name-only', 'history')).toBe('history.jsonl');
    expect(exec(remote, 'git', ['merge-base', 'main', 'history'])).toMatchObject({ code: 1 });
  });

  it('leaves the working tree and the identity of git alone', () => {
    const place = clone('a');
    night(place, '{"night":1}');
    expect(git(place, 'status', '--porcelain')).toBe('?? history/');
    expect(git(place, 'branch', '--show-current')).toBe('main');
    expect(exec(place, 'git', ['config', 'user.email'])).toMatchObject({ code: 1 });
  });
});

describe('a later night', () => {
  it('continues the history of another clone', () => {
    night(clone('a'), '{"night":1}');
    night(clone('b'), '{"night":2}');
    expect(kept()).toEqual(['{"night":1}', '{"night":2}']);
    expect(nights()).toBe(2);
  });

  it('that adds nothing makes no commit', () => {
    night(clone('a'), '{"night":1}');
    const place = clone('b');
    keep(place, 'fetch');
    expect(keep(place, 'push')).toMatchObject({ code: 0 });
    expect(nights()).toBe(1);
  });

  it('without a history stores nothing', () => {
    expect(keep(clone('a'), 'push')).toMatchObject({ code: 0 });
    expect(git(remote, 'branch', '--list', 'history')).toBe('');
  });

  it('leaves out a truncated line, which would make the history unreadable', () => {
    const place = clone('a');
    keep(place, 'fetch');
    append(place, '{"nig');
    keep(place, 'push');
    night(clone('b'), '{"night":2}');
    expect(kept()).toEqual(['{"night":2}']);
  });
});

describe('two nights at once', () => {
  it('both survive in either order', () => {
    night(clone('a'), '{"night":1}');
    const [b, c] = [clone('b'), clone('c')];
    for (const place of [b, c]) keep(place, 'fetch');
    append(b, '{"night":2}\n');
    append(c, '{"night":3}\n');
    for (const place of [b, c]) expect(keep(place, 'push')).toMatchObject({ code: 0 });
    expect(kept()).toEqual(['{"night":1}', '{"night":2}', '{"night":3}']);
    expect(nights()).toBe(3);
    expect(readFileSync(fileOf(c), 'utf8')).toBe(`${kept().join('\n')}\n`);
  });

  it('both survive if both create the branch', () => {
    const [a, b] = [clone('a'), clone('b')];
    for (const place of [a, b]) keep(place, 'fetch');
    append(a, '{"night":1}\n');
    append(b, '{"night":2}\n');
    for (const place of [a, b]) expect(keep(place, 'push')).toMatchObject({ code: 0 });
    expect(kept()).toEqual(['{"night":1}', '{"night":2}']);
  });

  it.each([
    ['on a branch that is there', true],
    ['on one that is not', false],
  ])('both survive if they push at the same time, %s', (_, there) => {
    if (there) night(clone('a'), '{"night":1}');
    const [b, c] = [clone('b'), clone('c')];
    for (const place of [b, c]) keep(place, 'fetch');
    append(b, '{"night":2}\n');
    append(c, '{"night":3}\n');
    // Right before git sends its commit, and once only, the other job sends its own.
    program(
      join(c, '.git', 'hooks', 'pre-push'),
      `rm "$0"; cd '${b}' && unset GIT_DIR && sh '${SCRIPT}' push >&2`,
    );
    expect(keep(c, 'push')).toMatchObject({ code: 0 });
    expect(kept()).toEqual([...(there ? ['{"night":1}'] : []), '{"night":2}', '{"night":3}']);
  });
});

describe('a remote that does not do as it should', () => {
  it('is not mistaken for one without a history', () => {
    const place = clone('a');
    const env = { HISTORY_REMOTE: join(folder, 'nowhere.git') };
    expect(keep(place, 'fetch', env).code).not.toBe(0);
    expect(existsSync(fileOf(place))).toBe(false);
    mkdirSync(join(place, 'history'));
    append(place, '{"night":1}\n');
    expect(keep(place, 'push', env).code).not.toBe(0);
  });

  it('fails the job if it refuses the push', () => {
    const place = clone('a');
    keep(place, 'fetch');
    append(place, '{"night":1}\n');
    program(join(remote, 'hooks', 'update'), 'exit 1');
    expect(keep(place, 'push')).toMatchObject({ code: 1 });
  });
});

describe('a file of another job', () => {
  it.each([
    ['holds something else', 'sh -c "rm -rf /"\n'],
    ['holds characters that act on a terminal', '{"a":"\u001B]0;x\u0007"}\n'],
    ['is binary', '{"a":"\0"}\n'],
    ['has a line without an end', `{"a":"${'x'.repeat(1_100_000)}"}\n`],
    ['is larger than git hosts take', `{"a":"${'x'.repeat(900_000)}"}\n`.repeat(60)],
  ])('that %s is not pushed', (_, text) => {
    const place = clone('a');
    writeFileSync(join(folder, 'given'), text);
    expect(keep(place, 'push', { HISTORY_FILE: join(folder, 'given') })).toMatchObject({ code: 1 });
    expect(git(remote, 'branch', '--list', 'history')).toBe('');
  });

  it('is not pushed if it is a link to another file, and pushed if it is a history', () => {
    const place = clone('a');
    writeFileSync(join(folder, 'given'), '{"night":"ü"}\n');
    symlinkSync(join(folder, 'given'), join(folder, 'link'));
    expect(keep(place, 'push', { HISTORY_FILE: join(folder, 'link') })).toMatchObject({ code: 1 });
    expect(keep(place, 'push', { HISTORY_FILE: join(folder, 'given') })).toMatchObject({ code: 0 });
    expect(kept()).toEqual(['{"night":"ü"}']);
  });
});

it('refuses a step that it does not know', () => {
  expect(keep(clone('a'), 'pull')).toMatchObject({ code: 2 });
});
