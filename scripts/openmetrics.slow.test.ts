import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { entryOf, type Figures } from '../src/history/entry.ts';
import { historyDocument } from '../src/report/documents/history/history-document.ts';
import { render } from '../src/report/formats.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { HOSTILE } from '../src/report/report.fixture.ts';
import { openLibrary } from '../src/evidence/recording-library.ts';

const LIBRARY = openLibrary();

// The parser of Prometheus' own client library, from Debian's python3-prometheus-client: the reference of the format.
const PARSER = `
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
families = text_string_to_metric_families(sys.stdin.read())
print(json.dumps([[f.name, f.type, f.unit, len(f.samples)] for f in families]))
`;

const read = (text: string): [name: string, type: string, unit: string, samples: number][] =>
  JSON.parse(execFileSync('/usr/bin/python3', ['-c', PARSER], { input: text }).toString('utf8')) as [
    string,
    string,
    string,
    number,
  ][];

const metrics = (entries: Parameters<typeof historyDocument>[0]): string =>
  render('history', 'openmetrics', historyDocument(entries, LIBRARY), FILE_LAYOUT);

const FIGURES: Figures = {
  seconds: 41.5,
  asked: 200,
  undecided: 7,
  levels: { critical: 2 },
  expires: { JIRA_API_TOKEN: '2026-12-31' },
};

const night = (site: string) => ({
  ...entryOf(
    { name: 'live-1', site, at: Date.UTC(2026, 10, 24), exitCode: 1, news: 2, figures: FIGURES },
    undefined,
  ),
  answers: { revoked: { 'GET /rest/api/3/myself': 'refused 401' } },
});

/** Returns what Prometheus' own linter has against some metrics. */
const lint = (text: string): string => {
  const { status, stderr, error } = spawnSync('promtool', ['check', 'metrics'], {
    // It reads the older format, in which a counter has its suffix here too.
    input: text.replaceAll(/^(# (?:TYPE|HELP) \w+_runs) /gm, '$1_total '),
    encoding: 'utf8',
  });
  if (error) throw error;
  return status === 0 ? '' : stderr;
};

describe('the metrics', () => {
  it('are read by the parser of Prometheus, with type and unit, before the first run and after', () => {
    for (const text of [
      metrics([]),
      metrics([night('https://a.example.com'), night('https://b.example.com')]),
    ]) {
      const families = read(text);
      expect(families.length).toBeGreaterThan(5);
      for (const [name, type, unit] of families) {
        expect(['gauge', 'counter']).toContain(type);
        expect(name.endsWith('_seconds')).toBe(unit === 'seconds');
      }
    }
    const samples = read(metrics([night('https://a.example.com')])).map(([name, , , number]) => [
      name,
      number,
    ]);
    expect(Object.fromEntries(samples)).toMatchObject({
      jira_token_contract_runs: 4,
      jira_token_contract_new_changes: 5,
      jira_token_contract_last_run_duration_seconds: 1,
      jira_token_contract_token_expiry_timestamp_seconds: 1,
    });
  });

  it('are read whatever a site is called', () => {
    for (const text of HOSTILE) expect(read(metrics([night(`x${text}`)])).length).toBeGreaterThan(5);
  });

  it('are named and explained as Prometheus recommends, by its own linter', () => {
    const text = metrics([night('https://a.example.com'), night('https://b.example.com')]);
    expect(lint(text)).toBe('');
    expect(lint(text.replaceAll('_timestamp_seconds', '_timestamp_milliseconds'))).toContain('seconds');
  });

  it('are no metrics without their end: the parser looks', () => {
    expect(() => read(metrics([]).replace('# EOF', ''))).toThrow(/ValueError/);
  });
});
