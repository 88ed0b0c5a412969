import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../src/evidence/recording-library.ts';
import { entryOf } from '../src/history/entry.ts';
import { historyDocument } from '../src/report/documents/history/history-document.ts';
import { render } from '../src/report/formats.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { METRIC_NAMES } from '../src/report/machine/metrics.ts';
import { ALERTS } from './monitoring/alerts.ts';
import { PANEL_EXPRESSIONS } from './monitoring/dashboard.ts';
import { MONITORING } from './monitoring/files.ts';

const ROOT = join(import.meta.dirname, '..');

const METRICS = render(
  'history',
  'openmetrics',
  historyDocument(
    [
      {
        ...entryOf(
          {
            name: 'live-1',
            site: 'acme',
            at: Date.UTC(2026, 10, 26),
            exitCode: 1,
            news: 1,
            figures: {
              seconds: 1,
              asked: 10,
              undecided: 1,
              levels: {},
              expires: { JIRA_API_TOKEN: '2026-12-31' },
            },
          },
          undefined,
        ),
        answers: { revoked: { 'GET /rest/api/3/myself': 'refused 401' } },
      },
    ],
    openLibrary(),
  ),
  FILE_LAYOUT,
);

/** The labels of the samples of a metric. */
const labelsOf = (name: string): Set<string> =>
  new Set(
    METRICS.split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name}_total{`))
      .flatMap((line) => [...line.matchAll(/[{,]([a-z_]+)="/g)].map(([, label = '']) => label)),
  );

describe.each(MONITORING)('$path', ({ path, text }) => {
  const file = readFileSync(join(ROOT, path), 'utf8');

  it('is as it is made today; if not, run: npm run monitoring', () => {
    expect(file).toBe(text());
  });

  it('asks for metrics that there are', () => {
    const names = new Set([...file.matchAll(/jira_token_contract_\w+/g)].map(([name]) => name));
    expect(names.size).toBeGreaterThan(4);
    expect([...names].filter((name) => !METRIC_NAMES.includes(name))).toEqual([]);
  });
});

describe('every expression', () => {
  const expressions = [...ALERTS.map(({ expr }) => expr), ...PANEL_EXPRESSIONS];

  it('selects by labels that its metric has, and leaves the stand-in out', () => {
    expect(expressions.length).toBeGreaterThan(10);
    for (const expression of expressions) {
      const selectors = [...expression.matchAll(/(jira_token_contract_\w+)\{([^}]*)\}/g)];
      expect(selectors.length, expression).toBeGreaterThan(0);
      for (const [, name = '', matchers = ''] of selectors) {
        expect(matchers).toContain('origin="recorded"');
        const labels = [...matchers.matchAll(/([a-z_]+)(?:=~|!~|!=|=)"/g)].map(([, label = '']) => label);
        expect(labels.filter((label) => !labelsOf(name).has(label))).toEqual([]);
      }
    }
  });
});
