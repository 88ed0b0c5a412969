import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { documentsWith } from '../documents.fixture.ts';
import { render, type DocumentName, type Documents } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';
import { checkWith, diffWith, HOSTILE } from '../report.fixture.ts';

/** What GitLab requires of a report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. */
const isReport = new Ajv({ strict: false }).compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!/|\\./|[A-Za-z]:).+' },
          lines: {
            type: 'object',
            required: ['begin'],
            properties: { begin: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
});

const issues = z.array(
  z.object({
    description: z.string(),
    check_name: z.string(),
    fingerprint: z.string(),
    severity: z.string(),
    location: z.object({ path: z.string(), lines: z.object({ begin: z.int() }) }),
  }),
);

/** Renders a document and returns its issues, after the check of GitLab's requirements. */
function issuesOf<K extends DocumentName>(name: K, document: Documents[K]): z.infer<typeof issues> {
  const value: unknown = JSON.parse(render(name, 'codequality', document, FILE_LAYOUT));
  isReport(value);
  expect(isReport.errors ?? []).toEqual([]);
  return issues.parse(value);
}

const ROOT = join(import.meta.dirname, '..', '..', '..');

const USUAL = documentsWith('words');
/** Returns the issues of the usual run, asked at a site. */
function issuesAt(site: string): z.infer<typeof issues> {
  const { run } = USUAL.check;
  const recordings = { ...run.recordings, origin: 'recorded', site } as const;
  return issuesOf('check', { ...USUAL.check, run: { ...run, recordings } });
}

describe('GitLab Code Quality', () => {
  it('has an issue for each finding, at a line that exists', () => {
    for (const all of [issuesOf('check', USUAL.check), issuesOf('diff', USUAL.diff)]) {
      expect(all.length).toBeGreaterThan(5);
      for (const { location } of all) {
        const path = join(ROOT, location.path);
        expect(existsSync(path)).toBe(true);
        expect(readFileSync(path, 'utf8').split('\n').length).toBeGreaterThanOrEqual(location.lines.begin);
      }
    }
  });

  it('has a fingerprint of its own for each issue, the same in every night', () => {
    const comparison = { ...USUAL.diff, head: { ...USUAL.diff.head, name: 'live-later' } };
    const keys = (document: Documents['diff']): string[] =>
      issuesOf('diff', document).map(({ fingerprint }) => fingerprint);
    expect(keys(comparison)).toEqual(keys(USUAL.diff));
    for (const name of ['check', 'diff'] as const) {
      const prints = issuesOf(name, USUAL[name]).map(({ fingerprint }) => fingerprint);
      expect(new Set(prints).size).toBe(prints.length);
      expect(issuesOf(name, USUAL[name]).map(({ fingerprint }) => fingerprint)).toEqual(prints);
    }
    const later = {
      ...USUAL.check.run,
      recordings: { ...USUAL.check.run.recordings, name: 'live-later' },
    };
    expect(issuesOf('check', { ...USUAL.check, run: later })).toEqual(issuesOf('check', USUAL.check));
  });

  it('tells the same finding on two sites apart', () => {
    const prints = [...issuesAt('https://a.example.com'), ...issuesAt('https://b.example.com')];
    expect(new Set(prints.map(({ fingerprint }) => fingerprint)).size).toBe(prints.length);
  });

  it('orders severities as levels', () => {
    const all = issuesOf('check', USUAL.check);
    const of = (rule: string) => all.find(({ check_name: name }) => name === rule)?.severity;
    expect(of('guard-loosened')).toBe('critical');
    expect(new Set(all.map(({ severity }) => severity)).size).toBeGreaterThan(2);
  });

  it('says that a run is not concluded: an empty report would close every issue', () => {
    expect(issuesOf('not-concluded', USUAL['not-concluded'])).toHaveLength(1);
    const quiet = {
      ...USUAL.check,
      diff: null,
      run: { ...USUAL.check.run, rows: [], failures: [], pacts: [] },
    };
    const reasons = issuesOf('check', quiet);
    expect(reasons[0]?.description).toContain('words');
    expect(new Set(reasons.map(({ check_name: name }) => name))).toEqual(new Set(['not-concluded']));
  });

  it('keeps what is known as information, so that it is not shown as solved', () => {
    const prints = ({ check }: { check: Documents['check'] }): string[] =>
      issuesOf('check', check).map(({ fingerprint }) => fingerprint);
    const acknowledged = {
      ...USUAL.check,
      diff: {
        ...diffWith('words'),
        changes: diffWith('words').changes.map((change) => ({
          ...change,
          acknowledged: { fingerprint: change.fingerprint, change: 'a change', reason: 'a reason' },
        })),
      },
    };
    expect(prints({ check: acknowledged })).toEqual(expect.arrayContaining(prints({ check: USUAL.check })));
    const severities = issuesOf('diff', acknowledged.diff).map(({ severity }) => severity);
    expect(new Set(severities)).toEqual(new Set(['info']));
  });

  it('has one line per description, whatever a site answered', () => {
    for (const text of HOSTILE) {
      for (const all of [issuesOf('check', checkWith(text)), issuesOf('diff', diffWith(text))]) {
        for (const { description } of all) expect(description).not.toMatch(/[\n\r]/);
      }
    }
  });
});
