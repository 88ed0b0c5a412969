import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../../src/contract/identity.ts';
import type { Entry } from '../../src/history/entry.ts';
import { readRecordings } from '../../src/evidence/recordings.ts';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import { useFolder } from '../temporary-project.fixture.ts';
import { parseRunName } from '../../src/run/run-name.ts';
import { acceptCommand } from './accept.ts';
import { checkCommand } from './check.ts';
import type { Called } from './commands.fixture.ts';
import { nightlyCommand } from './nightly.ts';
import { recordCommand } from './record.ts';

const project = useFolder();

const FAST = ['--settings', devNull, '--confirm-after', '0'];

const ONE_SENTENCE = /^.+\n$/;

interface Row {
  readonly kind: string;
  readonly credential: string;
  readonly operation: string;
  readonly verdict: string;
}

interface Checked {
  readonly exitCode: number;
  readonly summary: Record<string, number>;
  readonly findings: readonly { readonly rule: string }[];
  readonly next: readonly string[];
  readonly run: {
    readonly recordings: { readonly name: string; readonly only?: string[] };
    readonly rows: readonly Row[];
  };
  readonly diff: { readonly changes: readonly { readonly rule: string }[] } | null;
}

const parse = ({ out }: Called): Checked => JSON.parse(out) as Checked;

const check = (...args: string[]): Promise<Called> =>
  project.call(checkCommand, ['--live', ...FAST, '--format', 'json', ...args]);

const probesOf = ({ run }: Checked): string[] =>
  run.rows
    .filter(({ kind }) => kind === 'contract')
    .map(({ credential, operation }) => `${credential} ${operation}`);

/** How often each Authorization value was sent to each path, the controls being the two of /myself. */
const paths = (): string[] => project.site.requests.map(({ path }) => path);

describe('check --live --only', () => {
  it('asks the probes that are named and the controls, and nothing else', async () => {
    const ended = await check('--only', 'mistyped', '--only', 'v3 project');
    const checked = parse(ended);
    expect(ended.code).toBe(0);
    expect(probesOf(checked)).toEqual(['mistyped GET /rest/api/3/project']);
    expect(checked.run.recordings.only).toEqual(['mistyped', 'GET /rest/api/3/project']);
    expect(checked.run.recordings.name).toMatch(/^live-.*\.only$/);
    expect(paths().filter((path) => path.endsWith('/project'))).toHaveLength(1);
    expect(new Set(paths())).toEqual(new Set(['/rest/api/3/myself', '/rest/api/3/project']));
    // Both controls, before and after.
    expect(paths().filter((path) => path.endsWith('/myself'))).toHaveLength(4);
    const { info } = readRecordings('exchanges', join('reports', checked.run.recordings.name));
    expect(info.only).toEqual(checked.run.recordings.only);
  });

  it('fails by a change of what it asks, and by no other', async () => {
    expect((await check()).code).toBe(0);
    const name = readdirSync('reports').find((entry) => parseRunName(entry) !== undefined) ?? '';
    project.site.become('2019-11');
    const changed = parse(await check('--only', 'revoked', '--only', 'v3 project', '--baseline', name));
    expect(changed.exitCode).toBe(1);
    expect(changed.diff?.changes).toHaveLength(1);
    const same = await check('--only', 'missing', '--only', 'v3 project', '--baseline', name);
    expect([same.code, parse(same).diff?.changes]).toEqual([0, []]);
    // It is no baseline, so nothing offers to make it one.
    expect(changed.next.join()).not.toContain('accept');
  });

  it('asks again what was found under a rule in the newest whole run', async () => {
    expect(await check('--only', 'contract-broken')).toMatchObject({ code: 2, out: '' });
    project.site.become('2019-11');
    const whole = parse(await check());
    const broken = whole.run.rows.filter(({ kind, verdict }) => kind === 'contract' && verdict === 'broken');
    expect(broken.length).toBeGreaterThan(3);
    // A filtered run in between is not the newest whole one.
    await check('--only', 'valid', '--only', 'v3 label');
    const again = parse(await check('--only', 'contract-broken'));
    expect(probesOf(again)).toEqual(broken.map(({ credential, operation }) => `${credential} ${operation}`));
    const refusal = await check('--only', 'operation-removed');
    expect(refusal).toMatchObject({ code: 2, out: '', err: expect.stringMatching(ONE_SENTENCE) });
  });

  it('concludes from one probe alone: one that is undecided is no success', async () => {
    project.site.inject({ kind: 'status', status: 503, when: ({ path }) => path.endsWith('/label') });
    const ended = await check('--only', 'valid', '--only', 'v3 label');
    expect(ended.code).toBe(3);
    expect(parse(ended).run.rows).toHaveLength(1);
    const other = await check('--only', 'valid', '--only', 'v3 field');
    expect(other.code).toBe(0);
  });

  it('takes the death of a token for no change, although only a credential made of it is asked', async () => {
    const env = environmentFor(project.site.origin);
    const args = ['--live', ...FAST, '--format', 'json', '--only', 'gateway-mistyped'];
    const dead = { ...env, JIRA_SCOPED_TOKEN: SYNTHETIC_IDENTITY.neverIssuedToken };
    const ended = await project.call(checkCommand, args, { env: dead });
    const { run, summary } = parse(ended);
    expect(ended.code).toBe(3);
    expect(new Set(run.rows.map(({ verdict }) => verdict))).toEqual(new Set(['skipped']));
    expect(summary['broken']).toBe(0);
  });

  it('sends nothing where nothing is left to ask, or a value is unknown', async () => {
    const env = { ...environmentFor(project.site.origin), JIRA_REVOKED_TOKEN: '' };
    const unset = await project.call(checkCommand, ['--live', ...FAST, '--only', 'revoked'], { env });
    expect(unset).toMatchObject({ code: 2, out: '' });
    expect(unset.err.trimEnd().split('\n').at(-1)).toContain('JIRA_REVOKED_TOKEN');
    const unknown = await check('--only', 'revokd');
    expect(unknown).toMatchObject({ code: 2, out: '', err: expect.stringMatching(ONE_SENTENCE) });
    expect(unknown.err).toContain('"revoked"');
    expect(paths()).toEqual([]);
    expect(existsSync('reports')).toBe(false);
  });

  it.each([['--pacts'], ['--shard', '1/2']])('is refused beside %s', async (...args) => {
    expect(await check('--only', 'valid', ...args)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(ONE_SENTENCE),
    });
    expect(paths()).toEqual([]);
  });

  it('makes no baseline unless somebody insists', async () => {
    const { run } = parse(await check('--only', 'valid'));
    const { name } = run.recordings;
    // What the stand-in answered is no baseline in any case.
    const path = join('reports', name, 'exchanges', 'set.json');
    const files = [
      path,
      ...readdirSync(join('reports', name, 'exchanges')).map((file) =>
        join('reports', name, 'exchanges', file),
      ),
    ];
    for (const file of files)
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('stand-in', 'recorded'));
    const known = 'known.json';
    writeFileSync(known, '[]');
    const accept = (...args: string[]): Promise<Called> =>
      project.call(acceptCommand, [name, '--yes', '--into', 'sets', '--acknowledged', known, ...args]);
    expect(await accept()).toMatchObject({ code: 2, out: '', err: expect.stringMatching(ONE_SENTENCE) });
    expect(existsSync('sets')).toBe(false);
    expect((await accept('--even-if-worse')).code).toBe(0);
    expect(readRecordings('baseline', 'sets').info.only).toEqual(['valid']);
  });
});

describe('--exchanges', () => {
  it('prints the request and the answer of each probe after the report, without a secret', async () => {
    const args = ['--live', ...FAST, '--only', 'mistyped', '--only', 'v3 project', '--exchanges'];
    const { out, code } = await project.call(checkCommand, args);
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => line.startsWith('> GET '))).toHaveLength(1);
    expect(out.split('\n').filter((line) => line.startsWith('< HTTP 200'))).toHaveLength(1);
    for (const secret of [SYNTHETIC_IDENTITY.apiToken, SYNTHETIC_IDENTITY.email])
      expect(out).not.toContain(secret);
  });

  it('leaves what a program reads as it is', async () => {
    const { out, err } = await check('--only', 'mistyped', '--only', 'v3 project', '--exchanges');
    expect(parse({ out, err, code: 0 }).run.rows.length).toBeGreaterThan(0);
    expect(err).toContain('\n> GET ');
  });
});

const record = (...args: string[]): Promise<Called> =>
  project.call(recordCommand, ['mine', '--into', 'sets', ...FAST, ...args]);

describe('record --only', () => {
  it('records a part, which replaces no set that holds more', async () => {
    const first = await record('--core');
    expect([first.code, first.out]).toEqual([0, expect.stringContaining('sets/mine')]);
    const before = readRecordings('mine', 'sets');
    const refused = await record('--only', 'valid');
    expect(refused.code).toBe(3);
    expect(readRecordings('mine', 'sets').exchanges).toEqual(before.exchanges);
    expect(readdirSync('reports').every((name) => name.endsWith('.only'))).toBe(true);
    expect((await record('--only', 'valid', '--even-if-worse')).code).toBe(0);
    expect(readRecordings('mine', 'sets').info.only).toEqual(['valid']);
    // The same part, asked again, is as good.
    const again = await record('--only', 'valid', '--exchanges');
    expect(again.code).toBe(0);
    expect(again.out).toContain('\n> GET ');
  });
});

describe('nightly --only', () => {
  it('writes into the history that it asked a part, and does not count as a night that was concluded', async () => {
    const night = await project.call(nightlyCommand, [...FAST, '--no-doctor', '--only', 'v3 label']);
    expect(night.code).toBe(0);
    const [entry] = readFileSync(join('reports', 'history.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Entry);
    expect(entry).toMatchObject({ only: ['GET /rest/api/3/label'], outcome: 'kept' });
    expect(entry?.name).toMatch(/\.only$/);
    const operations = Object.values(entry?.answers ?? {}).flatMap((answers) => Object.keys(answers));
    expect(new Set(operations)).toEqual(new Set(['GET /rest/api/3/label']));
    const metrics = readFileSync(join('reports', 'nightly', 'metrics.prom'), 'utf8');
    expect(metrics).not.toMatch(/last_concluded_timestamp_seconds\{/);
    expect(readFileSync(join('reports', 'nightly', 'summary.txt'), 'utf8')).toContain('v3 label');
  });

  it('sends nothing for a rule that no run has found yet', async () => {
    const night = await project.call(nightlyCommand, [...FAST, '--only', 'valid-refused']);
    expect(night.code).toBe(2);
    expect(paths()).toEqual([]);
  });
});
