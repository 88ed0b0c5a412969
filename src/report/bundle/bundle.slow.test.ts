import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { compare } from '../../change/compare.ts';
import { figuresOf } from '../../clients/figures.ts';
import { readMeasured } from '../../clients/measured.ts';
import { readRecordings } from '../../evidence/recordings.ts';
import { clearSecrets, registerSecret } from '../../secrets/redaction.ts';
import { pactFile, PACTS_FOLDER } from '../../pact/pacts.ts';
import { PACT_NAMES } from '../../run/pact-result.ts';
import { runOfRecordings } from '../../run/run.fixture.ts';
import { snapshotOfRecordings, snapshotOfRun } from '../../run/snapshot.ts';
import { writeFolder } from '../../storage/write-folder.ts';
import { temporaryFolder } from '../../temporary-folder.fixture.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { render } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';
import { largeDocument } from '../large.fixture.ts';
import { checkWith, HOSTILE } from '../report.fixture.ts';
import { revocationDocument } from '../documents/revocation/revocation-document.ts';
import { syntheticMeasurement } from '../documents/revocation/revocation.fixture.ts';
import { harFaults } from '../validators.fixture.ts';
import { BUNDLE } from './bundle-folder.ts';
import { bundleFiles, bundleTexts, zipBundle, type BundleFile } from './bundle.ts';

afterEach(clearSecrets);

function publicDocument(): CheckDocument {
  const run = runOfRecordings(readRecordings('public-2026-09'));
  const [base, head] = [snapshotOfRecordings(readRecordings('public-2022-11')), snapshotOfRun(run)];
  return { run, file: 'run.json', diff: { base, head, ...compare(base, head), failOn: 'minor' } };
}

/** The bundle of the public sets, made once; most tests only read it. */
const PUBLIC = publicDocument();
const PUBLIC_FILES = bundleFiles(PUBLIC);

const textOf = (files: readonly BundleFile[], name: string): string => {
  const content = files.find((file) => file.name === name)?.content;
  if (typeof content !== 'string') throw new Error(`no text called ${name}`);
  return content;
};

const names = (files: readonly BundleFile[]): string[] => files.map(({ name }) => name);

const entries = (some: readonly BundleFile[]): [string, string | Uint8Array][] =>
  some.map(({ name, content }) => [name, content]);

const parses = (script: string): boolean => {
  execFileSync('sh', ['-n'], { input: script });
  return true;
};

const reportOf = (document: CheckDocument): string => render('bug-report', 'markdown', document, FILE_LAYOUT);

describe('the bundle', () => {
  it('is deterministic, and so is its archive', () => {
    const [one, two] = [PUBLIC_FILES, bundleFiles(publicDocument())];
    expect(names(two)).toEqual(names(one));
    for (const [i, { content }] of one.entries()) {
      expect(Buffer.from(two[i]?.content ?? '').equals(Buffer.from(content))).toBe(true);
    }
    const zip = zipBundle(one);
    expect(Buffer.from(zipBundle(two)).equals(Buffer.from(zip))).toBe(true);
    expect(Object.keys(unzipSync(zip)).toSorted()).toEqual(names(one).toSorted());
  });

  it('holds a picture of the clients if they were measured, and nothing that its folder does not know', () => {
    const files = bundleFiles({ ...PUBLIC, clients: figuresOf(readMeasured()) });
    expect(names(files)).toEqual(expect.arrayContaining(['clients.svg', 'clients.png']));
    const folder = join(temporaryFolder(), 'bundle');
    for (const [one, two] of [
      [files, PUBLIC_FILES],
      [PUBLIC_FILES, files],
    ] as const) {
      writeFolder(folder, entries(one), BUNDLE);
      writeFolder(folder, entries(two), BUNDLE);
      expect(readdirSync(folder).toSorted()).toEqual(names(two).toSorted());
    }
  });

  it.each([
    'UTC',
    'America/Los_Angeles',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
    'Asia/Kathmandu',
    'Africa/Monrovia',
  ])('has the same archive in the time zone %s', (zone) => {
    const files = PUBLIC_FILES.slice(0, 2);
    const before = process.env['TZ'];
    try {
      process.env['TZ'] = 'Europe/Berlin';
      const here = zipBundle(files);
      process.env['TZ'] = zone;
      expect(Buffer.from(zipBundle(files)).equals(Buffer.from(here))).toBe(true);
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it('supports operations outside the contract, as of a sweep', () => {
    const files = bundleFiles(largeDocument(50));
    for (const name of ['evidence.har', 'reproduce.sh', 'bug-report.md', 'run.json']) {
      expect(textOf(files, name).replaceAll('\\', '')).toContain('/rest/api/3/made-up/0');
    }
    expect(harFaults(JSON.parse(textOf(files, 'evidence.har')))).toEqual([]);
    expect(parses(textOf(files, 'reproduce.sh'))).toBe(true);
  });

  it('states in each text that the public sets were transcribed', () => {
    // The pacts contain expectations, not observations.
    const texts = PUBLIC_FILES.filter(
      ({ name, content }) => typeof content === 'string' && !name.endsWith('.pact.json'),
    );
    expect(texts.length).toBeGreaterThan(6);
    expect(texts.filter(({ content }) => !String(content).includes('transcribed'))).toEqual([]);
  });

  it('reports changes for the worse, with the earlier answers', () => {
    const report = textOf(PUBLIC_FILES, 'bug-report-guard-loosened.md');
    expect(report).toContain('JRACLOUD-93811');
    expect(report.split('\n').filter((line) => line.startsWith('| mistyped')).length).toBeGreaterThan(0);
    expect(report).toContain('public-2022-11');
  });

  it('reports broken rows if nothing changed, and requested fixes if nothing is broken', () => {
    const { run, file } = PUBLIC;
    const rows = run.rows.map((row, i) => (i === 3 ? { ...row, verdict: 'broken' as const } : row));
    const broken = reportOf({ run: { ...run, rows }, file, diff: null });
    expect(broken).toContain(rows[3]?.operation);
    const nothing = reportOf({ run, file, diff: null });
    expect(nothing).toMatch(/^# /);
  });

  it('contains valid HAR and a valid script, whatever a site answered', () => {
    expect(harFaults(JSON.parse(textOf(PUBLIC_FILES, 'evidence.har')))).toEqual([]);
    expect(parses(textOf(PUBLIC_FILES, 'reproduce.sh'))).toBe(true);
    for (const document of HOSTILE.map((text) => checkWith(text))) {
      expect(harFaults(JSON.parse(render('check', 'har', document, FILE_LAYOUT)))).toEqual([]);
      expect(parses(render('bug-report', 'sh', document, FILE_LAYOUT))).toBe(true);
    }
  });

  it('shows no text in HAR if only the shape of a body is known', () => {
    const document = checkWith('a text');
    const shape = { values: [{ id: 'string' }] };
    const rows = document.run.rows.map((row) => ({ ...row, response: { status: 200, body: { shape } } }));
    const har = render('check', 'har', { ...document, run: { ...document.run, rows } }, FILE_LAYOUT);
    expect(harFaults(JSON.parse(har))).toEqual([]);
    const { log } = JSON.parse(har) as { log: { entries: { response: { content: object } }[] } };
    expect(log.entries.length).toBeGreaterThan(0);
    for (const { response } of log.entries) {
      expect(response.content).not.toHaveProperty('text');
      expect(JSON.stringify(response.content)).toContain('values');
    }
  });

  it('contains revocation measurements if there are any', () => {
    expect(names(PUBLIC_FILES).filter((name) => name.startsWith('revocation'))).toEqual([]);
    const revocations = revocationDocument([
      syntheticMeasurement({ after: 60_000 }),
      syntheticMeasurement({ day: 1, after: 600_000 }),
    ]);
    const files = bundleFiles({ ...PUBLIC, revocations });
    expect(names(files)).toEqual(
      expect.arrayContaining(['revocation.svg', 'revocation-curve.svg', 'revocation.json']),
    );
    for (const name of ['bug-report.md', 'report.html']) {
      expect(textOf(files, name)).toContain('https://jira-site.example.com');
    }
  });

  it('contains both pacts as published', () => {
    for (const name of PACT_NAMES) {
      expect(textOf(PUBLIC_FILES, `${name}.pact.json`)).toBe(
        readFileSync(join(PACTS_FOLDER, pactFile(name)), 'utf8'),
      );
    }
  });

  it('is refused if it would contain a secret that cannot be redacted', () => {
    // Not a synthetic token: those of the pacts share most of its text, and each would be examined.
    const secret = 'made-up-Xq7-secret-of-a-test-0b9';
    registerSecret('JIRA_API_TOKEN', secret);
    const texts = bundleTexts(checkWith(`Basic ${secret}`));
    expect(Object.values(texts).filter((text) => text.includes(secret.slice(5, 20)))).toEqual([]);
    expect(texts['run.json']).toContain('JIRA_API_TOKEN');
    expect(() => bundleTexts(checkWith(secret.replaceAll(/.{15}/g, '$& ')))).toThrow(/JIRA_API_TOKEN/);
  });
});
