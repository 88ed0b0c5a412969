import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckDocument } from '../src/report/documents/check/check-document.ts';
import { checkFindings } from '../src/report/documents/settled-document.ts';
import { documentsWith } from '../src/report/documents.fixture.ts';
import { fingerprintsOf } from '../src/findings/findings.ts';
import { render } from '../src/report/formats.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { HOSTILE } from '../src/report/report.fixture.ts';

// The schemas of two systems that read JUnit, by the validator of Debian's libxml2-utils.

const SCHEMAS = join(import.meta.dirname, '..', 'fixtures', 'schemas');

/** Returns what a schema has against a document. */
function faultsBy(schema: string, text: string): string[] {
  const options = ['--noout', '--schema', join(SCHEMAS, schema), '-'];
  const { status, stderr, error } = spawnSync('/usr/bin/xmllint', options, { input: text, encoding: 'utf8' });
  if (error) throw error;
  return status === 0 ? [] : stderr.trim().split('\n');
}

/** Surefire writes a file for each suite, and so knows no element around them. */
const suitesOf = (text: string): string[] =>
  [...text.matchAll(/<testsuite [\s\S]*?<\/testsuite>/g)].map(([suite]) => suite);

const SCHEMA_FAULTS: Readonly<Record<string, (text: string) => string[]>> = {
  Jenkins: (text) => faultsBy('jenkins-junit-4.xsd', text),
  Surefire: (text) => suitesOf(text).flatMap((suite) => faultsBy('surefire-test-report.xsd', suite)),
};

/** A run in which half of what fails is known, and rows are undecided and skipped. */
function checkOf(text: string, site?: string): CheckDocument {
  const { check } = documentsWith(text);
  const fingerprints = fingerprintsOf(checkFindings(check)).filter((_, i) => i % 2 === 0);
  const known = fingerprints.map((fingerprint) => ({ fingerprint, change: text, reason: text }));
  return { ...check, known, askedWith: { site } };
}

const junitOf = (document: CheckDocument): string => render('check', 'junit', document, FILE_LAYOUT);

const ALL = HOSTILE.slice(0, -1).join(' ');

const REPORTS: readonly (readonly [string, () => string])[] = [
  ['a run', () => junitOf(checkOf('an answer'))],
  ['a run on one of several sites', () => junitOf(checkOf('an answer', 'acme'))],
  ['a run on a hostile site', () => junitOf(checkOf(ALL))],
  ['a comparison', () => render('diff', 'junit', documentsWith('an answer').diff, FILE_LAYOUT)],
  ['a hostile comparison', () => render('diff', 'junit', documentsWith(ALL).diff, FILE_LAYOUT)],
  ['a program', () => render('conformance', 'junit', documentsWith('a text').conformance, FILE_LAYOUT)],
  ['a hostile program', () => render('conformance', 'junit', documentsWith(ALL).conformance, FILE_LAYOUT)],
  [
    'a program that proves nothing',
    () =>
      render(
        'conformance',
        'junit',
        { ...documentsWith(ALL).conformance, inconclusive: [ALL], exitCode: 3 },
        FILE_LAYOUT,
      ),
  ],
  [
    'a site that could not be asked',
    () => render('not-concluded', 'junit', documentsWith(ALL)['not-concluded'], FILE_LAYOUT),
  ],
];

describe.each(Object.entries(SCHEMA_FAULTS))('the schema of %s', (_, faults) => {
  it.each(REPORTS)('has nothing against %s', (_name, write) => {
    const text = write();
    expect(suitesOf(text).length).toBeGreaterThan(0);
    expect(faults(text)).toEqual([]);
  });

  it('finds what is put in', () => {
    const text = junitOf(checkOf('an answer'));
    expect(faults(text.replaceAll(' tests="', ' test="'))).not.toEqual([]);
    expect(faults(text.replaceAll('failure', 'failed'))).not.toEqual([]);
  });
});
