import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { openLibrary } from '../src/evidence/recording-library.ts';
import { entryOf, type Entry, type Figures } from '../src/history/entry.ts';
import { historyDocument } from '../src/report/documents/history/history-document.ts';
import { render } from '../src/report/formats.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { ALERTS } from './monitoring/alerts.ts';
import { PANEL_EXPRESSIONS } from './monitoring/dashboard.ts';

// Prometheus' own promtool evaluates the rules on what our own metrics say.

const RULES = join(import.meta.dirname, '..', 'recipes', 'prometheus', 'alerts.yml');
const LIBRARY = openLibrary();

const folder = mkdtempSync(join(tmpdir(), 'monitoring-'));
afterAll(() => rmSync(folder, { recursive: true }));

function promtool(args: readonly string[], input?: unknown): { code: number | null; out: string } {
  const file = join(folder, 'input.yml');
  if (input !== undefined) writeFileSync(file, stringify(input));
  const all = [...args, ...(input === undefined ? [] : [file])];
  const { status, stdout, stderr, error } = spawnSync('promtool', all, { encoding: 'utf8' });
  if (error) throw error;
  return { code: status, out: `${stdout}${stderr}` };
}

// In a test of rules, time begins in 1970.
const HOUR = 3_600_000;
const NIGHT = 24 * HOUR;

const FIGURES: Figures = {
  seconds: 40,
  asked: 100,
  undecided: 0,
  levels: {},
  expires: { JIRA_API_TOKEN: '1970-12-31' },
};

const night = (more: Partial<Entry> = {}): Entry => ({
  ...entryOf({ name: 'live-1', site: 'acme', at: NIGHT, exitCode: 0, news: 0, figures: FIGURES }, undefined),
  answers: { revoked: { 'GET /rest/api/3/myself': 'refused 401' } },
  ...more,
});

const inconclusive = (hour: number): Entry =>
  night({ outcome: 'inconclusive', at: new Date(NIGHT + hour * HOUR).toISOString() });

const withFigures = (figures: Partial<Figures>): Entry => night({ figures: { ...FIGURES, ...figures } });

/** What our metrics say of a history, as series that stay as they are. */
function seriesOf(entries: readonly Entry[]): { series: string; values: string }[] {
  const text = render('history', 'openmetrics', historyDocument(entries, LIBRARY), FILE_LAYOUT);
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return samples.map((line) => {
    const at = line.lastIndexOf(' ');
    return { series: line.slice(0, at), values: `${line.slice(at + 1)}+0x100` };
  });
}

/** Returns the names of the alerts that fire for a site, some hours after its first night. */
function firing(entries: readonly Entry[], hours: number): string[] {
  const { out } = promtool(['test', 'rules'], {
    rule_files: [RULES],
    evaluation_interval: '1h',
    tests: [
      {
        interval: '1h',
        input_series: entries.length === 0 ? [] : seriesOf(entries),
        // None is expected of any: promtool prints those that fire all the same.
        alert_rule_test: ALERTS.map(({ alert }) => ({
          eval_time: `${24 + hours}h`,
          alertname: alert,
          exp_alerts: [],
        })),
      },
    ],
  });
  return ALERTS.map(({ alert }) => alert).filter((alert) =>
    new RegExp(`alertname: ?${alert},[^]*?got:\\[[^\\]]*Labels`).test(out.replaceAll(/\s+/g, '')),
  );
}

const groups = (rules: readonly object[]): object => ({ groups: [{ name: 'panels', rules }] });

describe('the alert rules', () => {
  it('are rules to promtool, and so is every expression of the dashboard', () => {
    expect(promtool(['check', 'rules', RULES])).toMatchObject({ code: 0 });
    const records = PANEL_EXPRESSIONS.map((expr, i) => ({ record: `panel:${i}`, expr }));
    expect(promtool(['check', 'rules'], groups(records))).toMatchObject({ code: 0 });
    expect(promtool(['check', 'rules'], groups([{ record: 'panel:x', expr: 'sum(' }])).code).not.toBe(0);
  });

  it.each<[string, Entry[], number, string[]]>([
    ['a quiet night', [night()], 2, []],
    ['a guard that got weaker', [withFigures({ levels: { critical: 2 } })], 2, ['JiraTokenGuardWeaker']],
    ['a change of level major', [withFigures({ levels: { major: 1 } })], 2, ['JiraTokenGuardWeaker']],
    ['good news and small changes', [withFigures({ levels: { notice: 3, minor: 1, info: 1 } })], 2, []],
    [
      'a finding of an earlier version',
      [{ ...night({ news: 1 }), figures: undefined }],
      2,
      ['JiraTokenGuardWeaker'],
    ],
    ['two nights without a conclusion', [0, 1].map(inconclusive), 2, []],
    ['three nights without a conclusion', [0, 1, 2].map(inconclusive), 3, ['JiraTokenNightsNotConcluded']],
    ['a night 35 hours ago', [night()], 35, []],
    ['a night 37 hours ago', [night()], 37, ['JiraTokenNoRun']],
    [
      'a token with thirteen days left',
      [withFigures({ expires: { JIRA_API_TOKEN: '1970-01-14' } })],
      2,
      ['JiraTokenExpires'],
    ],
    ['a token with fifteen days left', [withFigures({ expires: { JIRA_API_TOKEN: '1970-01-17' } })], 2, []],
    [
      'a token that expired',
      [withFigures({ expires: { JIRA_API_TOKEN: '1970-01-01' } })],
      2,
      ['JiraTokenExpires'],
    ],
    ['a few undecided answers', [withFigures({ undecided: 5 })], 2, []],
    ['many undecided answers', [withFigures({ undecided: 6 })], 2, ['JiraTokenUndecided']],
    ['a night that asked nothing', [withFigures({ asked: 0, undecided: 0 })], 2, []],
    ['no metrics', [], 2, ['JiraTokenMetricsMissing']],
    // It is not Jira, but neither are there metrics of a site.
    [
      'the stand-in, whatever it does',
      [{ ...withFigures({ levels: { critical: 2 }, undecided: 50 }), origin: 'stand-in' }],
      60,
      ['JiraTokenMetricsMissing'],
    ],
  ])('fire for %s as they should', (_, entries, hours, expected) => {
    expect(firing(entries, hours)).toEqual(expected);
  });

  it('name the site, and the level', () => {
    const { out } = promtool(['test', 'rules'], {
      rule_files: [RULES],
      tests: [
        {
          interval: '1h',
          input_series: seriesOf([withFigures({ levels: { critical: 2 } })]),
          alert_rule_test: [{ eval_time: '26h', alertname: 'JiraTokenGuardWeaker', exp_alerts: [] }],
        },
      ],
    });
    expect(out).toContain('acme');
    expect(out).toContain('level critical');
  });
});
