import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readRecordings, recordingSets } from '../../src/evidence/recordings.ts';
import { fastClock } from '../../src/live/live.fixture.ts';
import { exchangesPath, runPath } from '../../src/run/snapshot.ts';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import type { MakeCommand } from '../main.ts';
import { openSession } from '../../src/workflows/session.ts';
import { acceptCommand } from './accept.ts';
import { acknowledgeCommand } from './acknowledge.ts';
import { useFolder } from '../temporary-project.fixture.ts';
import { checkCommand } from './check.ts';
import { diffCommand } from './diff.ts';
import { doctorCommand } from './doctor.ts';
import { newestRun } from '../../src/workflows/newest-run.ts';
import { nightlyCommand } from './nightly.ts';
import { liveName } from '../../src/workflows/observe.ts';
import { pactVerifyCommand } from './pact-verify.ts';
import { recordCommand } from './record.ts';
import { reportCommand } from './report.ts';
import { liveSubject } from '../../src/workflows/live-subject.ts';
import { watchRevocationCommand } from './watch-revocation.ts';

// Where commands write and read: what is looked at before a site is asked, and names that become paths.

const project = useFolder();
const { call } = project;

const LIVE = ['--settings', devNull, '--confirm-after', '0', '--core'];

const runs = (): string[] => readdirSync('reports').filter((name) => name.startsWith('live-'));

/** Everything below a folder, with the content of files, to see that nothing changed. */
const contents = (path = project.path): string[] =>
  readdirSync(path, { withFileTypes: true, recursive: true })
    .map((entry) => {
      const own = join(entry.parentPath, entry.name);
      return `${own}: ${entry.isFile() ? readFileSync(own, 'utf8') : ''}`;
    })
    .toSorted();

/** A run of that name, as far as its name matters. */
function keep(name: string): void {
  mkdirSync(exchangesPath(name), { recursive: true });
  writeFileSync(join(exchangesPath(name), 'set.json'), '{}');
}

const ONE_SENTENCE = /^(?!.*defect)[^\n]+\n$/;

describe('runs that begin in the same second', () => {
  it('have a folder each, and lose nothing', async () => {
    const options = {
      settings: 'no-such-file',
      sites: 'sites.json',
      core: true,
      maxRequests: 1000,
      concurrency: 2,
      confirmAfter: 0,
      maxTime: 240,
      anonymise: false,
    };
    const streams = {
      stdout: { write: () => true },
      stderr: { write: () => true },
      env: environmentFor(project.site.origin),
    };
    const subjects = await Promise.all(
      [1, 2, 3].map(() => liveSubject(options, openSession({ ...streams, clock: fastClock() }))),
    );
    expect(runs().toSorted()).toEqual(subjects.map(({ name }) => name).toSorted());
    expect(new Set(runs()).size).toBe(3);
    for (const name of runs()) {
      expect(readRecordings('exchanges', join('reports', name)).exchanges.length).toBeGreaterThan(100);
      expect(statSync(join('reports', name)).mode & 0o777).toBe(0o700);
    }
  });

  it('are sorted by time, also from the tenth on, and separated by site', () => {
    const at = Date.parse('2026-11-24T03:05:07Z');
    for (const number of [2, 11, 1, 3]) {
      keep(liveName(at, undefined, number));
      keep(liveName(at, 'acme-2', number));
    }
    keep(liveName(at + 1000, 'other'));
    keep(liveName(at - 1000, undefined, 40));
    expect(newestRun()).toBe('live-2026-11-24-030507-11');
    expect(newestRun('acme-2')).toBe('live-2026-11-24-030507-11-acme-2');
    keep(liveName(at + 1000));
    expect(newestRun()).toBe('live-2026-11-24-030508');
  });

  it('leave no folder if they have no answer', async () => {
    expect(
      await call(checkCommand, ['--live', ...LIVE], { env: environmentFor('http://127.0.0.1:1') }),
    ).toMatchObject({ code: 3 });
    expect(readdirSync(project.path)).toEqual([]);
  });
});

describe('record', () => {
  it.each<[string, string[], () => void]>([
    ['a file instead of a folder', ['mine', '--into', 'file'], () => writeFileSync('file', '')],
    ['a file below which it would be', ['mine', '--into', 'file/deep'], () => writeFileSync('file', '')],
    ['a file of that name', ['mine', '--into', '.'], () => writeFileSync('mine', '')],
    [
      'a foreign folder',
      ['mine', '--into', '.'],
      () => {
        mkdirSync('mine');
        writeFileSync(join('mine', 'notes.txt'), 'mine');
      },
    ],
    ['a link to nothing', ['mine', '--into', '.'], () => symlinkSync('nowhere', 'mine')],
  ])('asks nothing and changes nothing if the destination is %s', async (_, args, prepare) => {
    prepare();
    const before = contents();
    const { code, out, err } = await call(recordCommand, [...args, ...LIVE]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(ONE_SENTENCE);
    expect(project.site.requests).toEqual([]);
    expect(contents()).toEqual(before);
  });

  it('asks nothing if the existing set is broken, or a link to another one', async () => {
    expect((await call(recordCommand, ['mine', '--into', 'sets', ...LIVE])).code).toBe(0);
    const asked = project.site.requests.length;
    symlinkSync('mine', join('sets', 'linked'));
    expect((await call(recordCommand, ['linked', '--into', 'sets', ...LIVE])).code).toBe(2);
    writeFileSync(join('sets', 'mine', 'missing.json'), '{');
    const before = contents();
    const { code, err } = await call(recordCommand, ['mine', '--into', 'sets', ...LIVE]);
    expect(code).toBe(2);
    expect(err).toMatch(ONE_SENTENCE);
    expect(project.site.requests.length).toBe(asked);
    expect(contents()).toEqual(before);
  });

  it('stores its answers if that set breaks meanwhile', async () => {
    expect((await call(recordCommand, ['mine', '--into', 'sets', ...LIVE])).code).toBe(0);
    const { code } = await call(recordCommand, ['mine', '--into', 'sets', ...LIVE], {
      stderr: { write: () => writeFileSync(join('sets', 'mine', 'missing.json'), '{') },
    });
    expect(code).toBe(2);
    const [run = ''] = runs();
    expect(readRecordings('exchanges', join('reports', run)).exchanges.length).toBeGreaterThan(100);
  });

  it('stores its answers if the set cannot be written after all', async () => {
    const stderr = {
      // Somebody makes a folder of that name while the site is asked.
      write: () =>
        existsSync(join('sets', 'mine')) || mkdirSync(join('sets', 'mine', 'other'), { recursive: true }),
    };
    const texts: string[] = [];
    const { code, out } = await call(recordCommand, ['mine', '--into', 'sets', ...LIVE], {
      stderr: { write: (text: string) => texts.push(text) && stderr.write() },
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const [run = ''] = runs();
    expect(texts.join('')).toContain(exchangesPath(run));
    expect(readRecordings('exchanges', join('reports', run)).exchanges.length).toBeGreaterThan(100);
    expect(readdirSync('sets')).toEqual(['mine']);
    expect(readdirSync(join('sets', 'mine'))).toEqual(['other']);
  });
});

describe('a place that cannot be written is found before a site is asked', () => {
  it.each<[string, MakeCommand, string[]]>([
    ['check --out', checkCommand, ['--live', '--out', 'folder', ...LIVE]],
    ['check --out below a file', checkCommand, ['--live', '--out', 'file/report.md', ...LIVE]],
    ['check --blob', checkCommand, ['--live', '--shard', '1/2', '--blob', 'file/blobs', ...LIVE]],
    ['check --blob where a set goes', checkCommand, ['--live', '--shard', '1/2', '--blob', 'taken', ...LIVE]],
    [
      'check --blob among files of others',
      checkCommand,
      ['--live', '--shard', '1/2', '--blob', 'used', ...LIVE],
    ],
    ['check --out with the name of a folder', checkCommand, ['--live', '--out', 'new/', ...LIVE]],
    ['check --acknowledged', checkCommand, ['--live', '--acknowledged', 'no-such-file', ...LIVE]],
    ['check --format github', checkCommand, ['--live', '--format', 'github', ...LIVE]],
    ['nightly --history in a folder', nightlyCommand, ['--history', 'folder', ...LIVE]],
    ['nightly --history in a pipe', nightlyCommand, ['--history', 'pipe', ...LIVE]],
    ['nightly --history behind a link to nowhere', nightlyCommand, ['--history', 'link', ...LIVE]],
    ['nightly --history in a note', nightlyCommand, ['--history', 'note', ...LIVE]],
    ['nightly --history below a file', nightlyCommand, ['--history', 'file/history.jsonl', ...LIVE]],
    [
      'watch-revocation --out',
      watchRevocationCommand,
      ['--yes', '--revoked-at', 'now', '--settings', devNull, '--out', 'folder'],
    ],
  ])('%s', async (_, command, args) => {
    writeFileSync('file', '');
    mkdirSync('folder');
    execFileSync('mkfifo', ['pipe']);
    symlinkSync(join('nowhere', 'history.jsonl'), 'link');
    writeFileSync('note', 'mine, without a line break');
    mkdirSync(join('taken', 'exchanges-1'), { recursive: true });
    writeFileSync(join('taken', 'exchanges-1', 'notes.txt'), 'mine');
    mkdirSync(join('used', 'parts'), { recursive: true });
    writeFileSync(join('used', 'parts', '1.json'), '{"mine":1}');
    const before = contents();
    const env = { ...environmentFor(project.site.origin), GITHUB_STEP_SUMMARY: 'folder' };
    const { code, out, err } = await call(command, args, { env });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(ONE_SENTENCE);
    expect(project.site.requests).toEqual([]);
    expect(contents().filter((line) => !line.startsWith(join(project.path, 'reports')))).toEqual(before);
  });

  it.each<[string, () => void]>([
    [
      'a foreign folder',
      () => {
        mkdirSync(join('reports', 'nightly'), { recursive: true });
        writeFileSync(join('reports', 'nightly', 'notes.txt'), 'mine');
      },
    ],
    [
      'a file',
      () => {
        mkdirSync('reports');
        writeFileSync(join('reports', 'nightly'), 'mine');
      },
    ],
  ])('nightly, if its reports would replace %s', async (_, prepare) => {
    prepare();
    const before = contents();
    const { code, err } = await call(nightlyCommand, LIVE);
    expect(code).toBe(2);
    expect(err).toMatch(ONE_SENTENCE);
    expect(project.site.requests).toEqual([]);
    expect(contents()).toEqual(before);
  });

  it('nightly prints the result if its reports cannot be written after all', async () => {
    const stderr = {
      // Somebody puts something there while the site is asked.
      write: () => {
        mkdirSync(join('reports', 'nightly'), { recursive: true });
        writeFileSync(join('reports', 'nightly', 'notes.txt'), 'mine');
      },
    };
    const { code, out } = await call(nightlyCommand, LIVE, { stderr });
    expect(code).toBe(2);
    expect(out).not.toBe('');
    expect(readdirSync(join('reports', 'nightly'))).toEqual(['notes.txt']);
  });

  it('and reports/ that is a file', async () => {
    writeFileSync('reports', '');
    for (const command of [checkCommand, nightlyCommand]) {
      const args = command === checkCommand ? ['--live', ...LIVE] : LIVE;
      const { code, err } = await call(command, args);
      expect(code).toBe(2);
      expect(err).toMatch(ONE_SENTENCE);
    }
    expect(project.site.requests).toEqual([]);
  });
});

const NAMES = ['', '.', '..', '../../x', '/absolute', 'a/b', 'A', 'x'.repeat(300), 'a\0b', 'a\nb'];

describe('a name that becomes a path', () => {
  beforeEach(() => {
    // What a path out of reports/ would find.
    mkdirSync(join('reports'), { recursive: true });
    writeFileSync('set.json', '{}');
    writeFileSync('run.json', '{}');
  });

  it.each(NAMES)('is rejected if it is not a name: %j', async (name) => {
    const before = contents();
    const calls: [MakeCommand, string[]][] = [
      [acceptCommand, ['--site', name, '--into', 'sets']],
      [acceptCommand, [name, '--into', 'sets']],
      [acknowledgeCommand, ['01234567', '--reason', 'x', '--link', 'https://example.com', '--site', name]],
      [checkCommand, [name]],
      [checkCommand, ['--live', '--site', name, ...LIVE]],
      [doctorCommand, ['--site', name, ...LIVE]],
      [nightlyCommand, ['--site', name, ...LIVE]],
      [recordCommand, [name, '--into', 'sets', ...LIVE]],
      [recordCommand, ['mine', '--into', 'sets', '--site', name, ...LIVE]],
      [pactVerifyCommand, ['--recordings', name]],
      [watchRevocationCommand, ['--resume', name, '--settings', devNull]],
    ];
    for (const [command, args] of calls) {
      const { code, out, err } = await call(command, args);
      expect([args, code, out]).toEqual([args, 2, '']);
      expect(err).toMatch(ONE_SENTENCE);
      expect(err.length).toBeLessThan(600);
    }
    expect(project.site.requests).toEqual([]);
    expect(contents()).toEqual(before);
  });

  // These may be paths: a path that leads nowhere is rejected as well.
  it.each(NAMES)('is rejected if it leads to nothing: %j', async (name) => {
    const calls: [MakeCommand, string[]][] = [
      [diffCommand, [name, 'public-2026-09']],
      [diffCommand, ['public-2026-09', name]],
      [reportCommand, [name]],
      [checkCommand, ['public-2026-09', '--baseline', name]],
      [acknowledgeCommand, ['01234567', '--reason', 'x', '--link', 'https://example.com', '--base', name]],
      [acknowledgeCommand, ['01234567', '--reason', 'x', '--link', 'https://example.com', '--head', name]],
    ];
    for (const [command, args] of calls) {
      const { code, out, err } = await call(command, args);
      expect([args, code, out]).toEqual([args, 2, '']);
      expect(err).toMatch(ONE_SENTENCE);
    }
  });

  it.each(['nightly', 'revocations', 'history.jsonl', `mine.old-${'0'.repeat(16)}`])(
    'is refused where it is taken: %s',
    async (name) => {
      expect(() => runPath(name)).toThrow(expect.objectContaining({ code: 'usage' }));
      expect(await call(recordCommand, [name, '--into', 'sets', ...LIVE])).toMatchObject({ code: 2 });
      expect(project.site.requests).toEqual([]);
    },
  );

  it('is checked in what others wrote, too: of a measurement', async () => {
    mkdirSync(join('reports', 'revocations'), { recursive: true });
    const first = {
      kind: 'watch',
      schema: 'jira-token-contract/revocation/1',
      name: '../../escape',
      tool: 'a test',
      site: 'https://jira-site.example.com',
      subject: 'api-token',
      cause: 'revoked',
      operations: ['GET /rest/api/3/myself'],
      settle: 1,
      giveUpAfter: 1,
      at: 1,
    };
    const path = join('reports', 'revocations', 'one.jsonl');
    for (const name of ['../../escape', 'another']) {
      writeFileSync(path, `${JSON.stringify({ ...first, name })}\n`);
      const { code, err } = await call(watchRevocationCommand, ['--resume', '--settings', devNull]);
      expect(code).toBe(2);
      expect(err).toMatch(ONE_SENTENCE);
    }
    expect(existsSync(join(project.path, '..', 'escape.jsonl'))).toBe(false);
  });
});

describe('a command that reads', () => {
  it('neither renames nor deletes anything', () => {
    for (const name of ['X.old-123', 'Y.old-1', `Z.old-${'0'.repeat(16)}`]) {
      mkdirSync(join('sets', name), { recursive: true });
      writeFileSync(join('sets', name, 'notes.txt'), 'mine');
    }
    mkdirSync(join('sets', 'X'));
    const before = contents();
    expect(recordingSets('sets')).toEqual([]);
    expect(contents()).toEqual(before);
  });
});

describe('doctor', () => {
  it.skipIf(process.platform === 'win32')('remarks on settings that others can read', async () => {
    const settings = Object.entries(environmentFor(project.site.origin)).map((pair) => pair.join('='));
    for (const [mode, remarks] of [
      [0o600, false],
      [0o644, true],
      [0o640, true],
      [0o604, true],
    ] as const) {
      rmSync('settings', { force: true });
      writeFileSync('settings', settings.join('\n'), { mode });
      const args = ['--offline', '--settings', 'settings', '--format'];
      const { code, out } = await call(doctorCommand, [...args, 'json'], { env: {} });
      expect(code).toBe(0);
      const { file } = JSON.parse(out) as { file: { path: string } | null };
      expect([mode, file?.path]).toEqual([mode, remarks ? 'settings' : undefined]);
      const text = await call(doctorCommand, [...args, 'text'], { env: {} });
      expect(/^\? settings/m.test(text.out)).toBe(remarks);
    }
    expect(lstatSync('settings').mode & 0o777).toBe(0o604);
  });
});
