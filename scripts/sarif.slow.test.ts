import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CheckDocument } from '../src/report/documents/check/check-document.ts';
import { documentsWith } from '../src/report/documents.fixture.ts';
import { render } from '../src/report/formats.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { HOSTILE } from '../src/report/report.fixture.ts';
import { liveRunOf } from '../src/run/run.fixture.ts';
import { toolFile } from '../tools/packages.ts';

// Microsoft's own validator, with its rules for SARIF and with those of GitHub's code scanning.

const folder = mkdtempSync(join(tmpdir(), 'sarif-'));
afterAll(() => rmSync(folder, { recursive: true }));

const verdict = z.object({
  runs: z.tuple([
    z.object({
      results: z
        .array(
          z.object({
            ruleId: z.string(),
            level: z.string().default('warning'),
            message: z.object({ id: z.string(), arguments: z.array(z.string()).default([]) }),
          }),
        )
        .default([]),
    }),
  ]),
});

// Its package marks no file as a program.
const VALIDATOR = toolFile('@microsoft/sarif-multitool-linux/Sarif.Multitool');
chmodSync(VALIDATOR, 0o755);

/** Returns what the validator has against a file, a line for each error and each warning. */
function objections(text: string): string[] {
  const [file, output] = [join(folder, 'report.sarif'), join(folder, 'verdict.json')];
  writeFileSync(file, text);
  const options = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning', '--output', output];
  // It ends with 1 if there is something, which its output says in detail.
  execFileSync(VALIDATOR, ['validate', file, ...options, '--log', 'ForceOverwrite'], {
    env: {
      HOME: folder,
      DOTNET_BUNDLE_EXTRACT_BASE_DIR: join(folder, 'net'),
      DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1',
      // One of its rules looks whether addresses can be reached. Nothing listens here.
      https_proxy: 'http://127.0.0.1:9',
      http_proxy: 'http://127.0.0.1:9',
    },
    stdio: 'ignore',
  });
  const [{ results }] = verdict.parse(JSON.parse(readFileSync(output, 'utf8').replace(/^\uFEFF/, ''))).runs;
  return results.map(({ ruleId, level, message }) =>
    [level, ruleId, message.id, ...message.arguments].join(' '),
  );
}

/** Rules that a report breaks on purpose, each with the reason. */
const ON_PURPOSE: Readonly<Record<string, string>> = {
  GH1014:
    'A run that was not concluded has no list of results: an empty one would close all alerts. The recipes do not upload it.',
};

/** Documents with findings of every kind, one of them known, under the name of a site. */
function checkOf(site: string | undefined, text = 'an answer'): CheckDocument {
  const { check } = documentsWith(text);
  const [change] = check.diff?.changes ?? [];
  const known = { fingerprint: change?.fingerprint ?? '', change: text, reason: text };
  return { ...check, known: [known], askedWith: { site } };
}

const sarifOf = (document: CheckDocument): string => render('check', 'sarif', document, FILE_LAYOUT);

describe("Microsoft's validator has nothing against", () => {
  it.each<[string, () => string]>([
    ['a run', () => sarifOf(checkOf(undefined))],
    ['a run without findings', () => sarifOf(withoutFindings())],
    ['a comparison', () => render('diff', 'sarif', documentsWith('an answer').diff, FILE_LAYOUT)],
    ['a hostile site', () => sarifOf(checkOf(undefined, HOSTILE.slice(0, -2).join(' ')))],
    [
      'a hostile comparison',
      () => render('diff', 'sarif', documentsWith(HOSTILE.slice(0, -2).join(' ')).diff, FILE_LAYOUT),
    ],
    ['a program', () => render('conformance', 'sarif', documentsWith('a text').conformance, FILE_LAYOUT)],
    [
      'a hostile program',
      () =>
        render(
          'conformance',
          'sarif',
          documentsWith(HOSTILE.slice(0, -2).join(' ')).conformance,
          FILE_LAYOUT,
        ),
    ],
    [
      'several sites, put together as the upload does',
      () => combined([sarifOf(checkOf('acme')), sarifOf(checkOf('beta'))]),
    ],
  ])('%s', (_, write) => {
    expect(objections(write())).toEqual([]);
  });

  it('a site that could not be asked, apart from what it does on purpose', () => {
    const { 'not-concluded': silence } = documentsWith('a reason');
    const found = objections(render('not-concluded', 'sarif', silence, FILE_LAYOUT));
    expect(found.filter((line) => !Object.keys(ON_PURPOSE).some((rule) => line.includes(rule)))).toEqual([]);
    expect(found).toHaveLength(1);
  });

  it('nothing but what is right: it looks', () => {
    const broken = sarifOf(checkOf(undefined)).replaceAll('"help":', '"helped":');
    expect(objections(broken).length).toBeGreaterThan(1);
  });
});

function withoutFindings(): CheckDocument {
  const { check } = documentsWith('an answer');
  const rows = check.run.rows.filter(({ verdict: one }) => one === 'kept');
  return { ...check, run: liveRunOf(rows), diff: null };
}

/** Puts files together as GitHub's upload of a folder does: it rejects runs of the same tool under the same category. */
function combined(files: readonly string[]): string {
  const logs = files.map((file) =>
    z.object({ version: z.string(), runs: z.array(z.unknown()) }).parse(JSON.parse(file)),
  );
  const runs = logs.flatMap((log) => log.runs);
  return JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs });
}

describe('the reports of several sites', () => {
  it('can be uploaded together: each has a category of its own', () => {
    const { runs } = z
      .object({ runs: z.array(z.object({ automationDetails: z.object({ id: z.string() }) })) })
      .parse(
        JSON.parse(
          combined(
            ['acme', 'beta', 'https://acme.atlassian.net', 'site-1'].map((site) => sarifOf(checkOf(site))),
          ),
        ),
      );
    const ids = runs.map(({ automationDetails }) => automationDetails.id);
    // The upload compares them without regard to case and punctuation.
    expect(new Set(ids.map((id) => id.replaceAll(/[^a-z0-9]/gi, '_').toUpperCase())).size).toBe(4);
  });
});
