import { describe, expect, it } from 'vitest';
import { LEVELS } from '../../change/levels.ts';
import { openLibrary } from '../../evidence/recording-library.ts';
import { entryOf, type Entry, type Figures } from '../../history/entry.ts';
import { historyDocument } from '../documents/history/history-document.ts';
import { render } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';
import { HOSTILE } from '../report.fixture.ts';
import { METRIC_NAMES } from './metrics.ts';

const LIBRARY = openLibrary();

const MYSELF = 'GET /rest/api/3/myself';

const FIGURES: Figures = {
  seconds: 41.5,
  asked: 200,
  undecided: 7,
  levels: { critical: 3, notice: 1 },
  expires: { JIRA_API_TOKEN: '2026-12-31' },
};

const night = (day: number, more: Partial<Entry> = {}): Entry => ({
  ...entryOf(
    {
      name: `live-${day}`,
      site: 'https://a.example.com',
      at: Date.UTC(2026, 10, day, 3),
      exitCode: 1,
      news: 4,
      figures: FIGURES,
    },
    undefined,
  ),
  answers: { revoked: { [MYSELF]: 'refused 401' } },
  ...more,
});

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads samples whose labels contain no quotes. */
function read(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name = '', labels = '', value = ''] = /^([a-z_]+)\{(.*)\} (\S+)$/.exec(line) ?? [];
    if (name === '') return [];
    const pairs = [...labels.matchAll(/([a-z]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', own = '']) => [
      key,
      own,
    ]);
    return [{ name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }];
  });
}

const textOf = (entries: readonly Entry[]): string =>
  render('history', 'openmetrics', historyDocument(entries, LIBRARY), FILE_LAYOUT);

const samplesOf = (...entries: readonly Entry[]): Sample[] => read(textOf(entries));

const valuesOf = (samples: readonly Sample[], name: string): number[] =>
  samples.filter((sample) => sample.name === `jira_token_contract_${name}`).map(({ value }) => value);

describe('the metrics of a site', () => {
  const samples = samplesOf(night(24), night(25, { outcome: 'inconclusive' }), night(26));

  it.each([
    ['last_run_timestamp_seconds', Date.UTC(2026, 10, 26, 3) / 1000],
    ['last_run_exit_code', 1],
    ['last_run_duration_seconds', 41.5],
    ['asked_rows', 200],
    ['undecided_rows', 7],
    // It works until the end of the day.
    ['token_expiry_timestamp_seconds', Date.UTC(2027, 0, 1) / 1000],
  ])('have %s', (name, value) => {
    expect(valuesOf(samples, name)).toEqual([value]);
  });

  it.each([
    ['kept', 0],
    ['changed', 1],
    ['misconfigured', 2],
    ['inconclusive', 3],
  ] as const)('have the exit code of a night that was %s', (outcome, code) => {
    expect(valuesOf(samplesOf(night(24, { outcome })), 'last_run_exit_code')).toEqual([code]);
  });

  it('have what is new by level, each of them', () => {
    const changes = samples.filter(({ name }) => name === 'jira_token_contract_new_changes');
    expect(Object.fromEntries(changes.map(({ labels, value }) => [labels['level'], value]))).toEqual({
      critical: 3,
      major: 0,
      minor: 0,
      notice: 1,
      info: 0,
    });
    expect(changes).toHaveLength(LEVELS.length);
  });

  it('have what is new in total for lines of earlier versions, which have no levels', () => {
    const { figures: _, ...old } = night(26);
    const changes = samplesOf(old).filter(({ name }) => name === 'jira_token_contract_new_changes');
    expect(changes.map(({ value }) => value)).toEqual([4]);
    for (const name of ['last_run_duration_seconds', 'asked_rows', 'token_expiry_timestamp_seconds']) {
      expect(valuesOf(samplesOf(old), name)).toEqual([]);
    }
  });

  it('have what only a night knows, although a check by hand came after it', () => {
    const { seconds: _, expires: _too, ...ofCheck } = FIGURES;
    const after = samplesOf(night(25), night(26, { by: 'check', figures: { ...ofCheck, undecided: 9 } }));
    expect(valuesOf(after, 'token_expiry_timestamp_seconds')).toHaveLength(1);
    expect(valuesOf(after, 'last_run_duration_seconds')).toEqual([41.5]);
    expect(valuesOf(after, 'undecided_rows')).toEqual([9]);
  });

  it('leave out what a night did not find out', () => {
    const { asked: _, undecided: _too, ...rest } = FIGURES;
    expect(valuesOf(samplesOf(night(26, { figures: rest })), 'undecided_rows')).toEqual([]);
  });

  it('say where the answers come from, in every sample', () => {
    const both = samplesOf(night(25), night(26, { site: 'http://127.0.0.1:8080', origin: 'stand-in' }));
    expect(both.filter(({ labels }) => !['recorded', 'stand-in'].includes(labels['origin'] ?? ''))).toEqual(
      [],
    );
    for (const site of ['https://a.example.com', 'http://127.0.0.1:8080']) {
      const origins = both
        .filter(({ labels }) => labels['site'] === site)
        .map(({ labels }) => labels['origin']);
      expect(new Set(origins)).toEqual(new Set([site.startsWith('https') ? 'recorded' : 'stand-in']));
    }
  });

  it('have no answer that the site itself did not give', () => {
    const probes = samples.filter(({ name }) => name === 'jira_token_contract_probe_status');
    expect(
      probes.map(({ labels }) => [labels['credential'], labels['operation'], labels['treatment']]),
    ).toEqual([['revoked', MYSELF, 'refused']]);
    const [since] = valuesOf(samples, 'probe_since_timestamp_seconds');
    expect(since).toBe(Date.UTC(2026, 10, 24, 3) / 1000);
  });

  it('are those of the public observations before the first night, which say so', () => {
    const before = samplesOf();
    expect(before.length).toBeGreaterThan(50);
    expect(before.filter(({ labels }) => labels['origin'] !== 'transcribed')).toEqual([]);
  });
});

describe('all metrics', () => {
  it('have a type and a help each, and end as the format requires', () => {
    const text = textOf([night(26)]);
    for (const name of METRIC_NAMES) {
      expect(text).toMatch(new RegExp(`^# TYPE ${name} (?:gauge|counter)$`, 'm'));
      expect(text).toMatch(new RegExp(`^# HELP ${name} \\S.{10,}$`, 'm'));
      expect(text.includes(`# UNIT ${name} seconds`)).toBe(name.endsWith('_seconds'));
    }
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    const names = new Set(read(text).map((sample) => sample.name.replace(/_total$/, '')));
    expect([...names].filter((name) => !METRIC_NAMES.includes(name))).toEqual([]);
  });

  it('are bounded, whatever the history holds', () => {
    const sites = Array.from({ length: 300 }, (_, i) =>
      night(1 + (i % 28), {
        site: `https://site-${i}.example.com`,
        at: new Date(Date.UTC(2026, 0, 1) + i * 1e7).toISOString(),
      }),
    );
    const samples = samplesOf(...sites);
    const labels = samples
      .filter(({ name }) => name === 'jira_token_contract_last_run_exit_code')
      .map(({ labels: own }) => own['site']);
    expect(labels).toHaveLength(100);
    // The newest are there, and the number of all.
    expect(labels).toContain('https://site-299.example.com');
    expect(labels).not.toContain('https://site-0.example.com');
    expect(valuesOf(samples, 'sites')).toEqual([300]);
  });

  it.each([
    ['an answer of an unknown kind', { revoked: { [MYSELF]: 'charmed 200' } }, ['other', 200]],
    ['an answer without a status', { revoked: { [MYSELF]: 'refused' } }, undefined],
    ['an answer that is no number', { revoked: { [MYSELF]: 'refused x' } }, undefined],
    ['an operation that is not in the tables', { revoked: { 'GET /nowhere': 'refused 401' } }, undefined],
  ])('have no label of their own for %s', (_, answers, expected) => {
    const probes = samplesOf(night(26, { answers })).filter(({ name }) => name.endsWith('probe_status'));
    expect(probes.map(({ labels, value }) => [labels['treatment'], value])).toEqual(
      expected ? [expected] : [],
    );
  });

  it('name no credential that is none of ours', () => {
    const expires = {
      JIRA_API_TOKEN: '2026-12-31',
      NOT_OURS: '2026-12-31',
      JIRA_ADMIN_API_KEY: '2026-12-30',
    };
    const tokens = samplesOf(night(26, { figures: { ...FIGURES, expires } })).filter(({ name }) =>
      name.includes('token_expiry'),
    );
    expect(tokens.map(({ labels }) => labels['token'] ?? '').toSorted()).toEqual([
      'JIRA_ADMIN_API_KEY',
      'JIRA_API_TOKEN',
    ]);
  });

  it('have each series once, also if two sites cannot be told apart any more', () => {
    for (const hostile of HOSTILE) {
      const text = textOf([night(25, { site: `a${hostile}` }), night(26, { site: `a${hostile}\u0000` })]);
      const series = text
        .split('\n')
        .filter((line) => !line.startsWith('#') && line !== '')
        .map((line) => line.replace(/ \S+$/, ''));
      expect(new Set(series).size).toBe(series.length);
      expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(1000);
    }
  });
});
