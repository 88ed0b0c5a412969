import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ONE_SIDED, RULES } from '../../change/rules.ts';
import { RUN_RULES } from '../../findings/run-rules.ts';
import type { Acknowledgement } from '../../change/acknowledgements.ts';
import { fingerprintsOf } from '../../findings/findings.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { checkFindings } from '../documents/settled-document.ts';
import { documentsWith } from '../documents.fixture.ts';
import { render } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';
import { checkWith, diffWith, HOSTILE } from '../report.fixture.ts';
import { ruleHelp } from './rule-help.ts';
import { readSarif } from '../validators.fixture.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

const runOf = (document: CheckDocument) => readSarif(render('check', 'sarif', document, FILE_LAYOUT));

const diffRun = () => readSarif(render('diff', 'sarif', diffWith('a text'), FILE_LAYOUT));

const notConcluded = (site: string, reason = site) => {
  const { history } = documentsWith('a text');
  return readSarif(render('not-concluded', 'sarif', { site, reason, history }, FILE_LAYOUT));
};

const acknowledged = (known: readonly Acknowledgement[]): CheckDocument => ({
  ...checkWith('a text'),
  diff: null,
  known,
});

/** A run under the name that a list of sites gives it, or else with the address of the site. */
const onSite = (site: string | undefined, address = 'https://acme.atlassian.net'): CheckDocument => {
  const document = checkWith('a text');
  const { recordings } = document.run;
  return {
    ...document,
    run: { ...document.run, recordings: { ...recordings, site: address } as typeof recordings },
    askedWith: { site },
  };
};

describe('every rule in SARIF', () => {
  // Together, these documents have a finding under each rule that machines are shown.
  const rules = [...runOf(checkWith('a text')).rules, ...diffRun().rules];

  it('has a full description, help as text and as Markdown, and an address', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBeGreaterThan(RULES.length);
    for (const rule of rules) {
      expect(rule.fullDescription.text.length, rule.id).toBeGreaterThan(10);
      expect(rule.help.text.length, rule.id).toBeGreaterThan(10);
      expect(rule.help.markdown, rule.id).toContain('**');
      expect(rule.helpUri, rule.id).toMatch(/^https:/);
      expect(rule.fullDescription.text, rule.id).not.toBe(rule.shortDescription.text);
    }
  });

  it('is explained, also one that no document here has', () => {
    for (const { id } of [...RULES, ...RUN_RULES, ...Object.values(ONE_SIDED)]) {
      const { title, impact, remediation } = ruleHelp(id);
      expect(Math.min(title.length, impact.length, remediation.length), id).toBeGreaterThan(5);
    }
  });

  it('is listed once, at the index that its results name', () => {
    for (const run of [runOf(checkWith('a text')), diffRun()]) {
      const ids = run.rules.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(run.results?.length).toBeGreaterThan(5);
      for (const { ruleId, ruleIndex } of run.results ?? []) expect(ids[ruleIndex]).toBe(ruleId);
    }
  });
});

describe('the category of SARIF', () => {
  it.each<[string, ReturnType<typeof readSarif>, string]>([
    ['the name of the site in the list', runOf(onSite('acme')), 'jira-token-contract/acme/'],
    ['the address of the only site', runOf(onSite(undefined)), 'jira-token-contract/acme.atlassian.net/'],
    ['a port too', runOf(onSite(undefined, 'http://127.0.0.1:8080')), 'jira-token-contract/127.0.0.1-8080/'],
    ['a site that could not be asked', notConcluded('acme'), 'jira-token-contract/acme/'],
    [
      'a site that could not be asked, by its address',
      notConcluded('https://acme.atlassian.net'),
      'jira-token-contract/acme.atlassian.net/',
    ],
  ])('has %s', (_, { automationId }, expected) => {
    expect(automationId).toBe(expected);
  });

  it('always has two parts, whatever a site is called', () => {
    for (const text of HOSTILE) {
      for (const { automationId } of [runOf(onSite(text)), notConcluded(text)]) {
        expect(automationId).toMatch(/^jira-token-contract\/[\w.-]+\/$/);
      }
    }
  });

  it('differs between a comparison and a run, which may be uploaded together', () => {
    expect(diffRun().automationId).toMatch(/^jira-token-contract\/[\w.-]+\/$/);
    const document = onSite(undefined, 'base');
    expect(diffRun().automationId).not.toBe(runOf(document).automationId);
  });
});

describe('a result in SARIF', () => {
  it('is the same alert the next night: its hash is the fingerprint of the finding', () => {
    const document = checkWith('a text');
    const fingerprints = new Set(checkFindings(document).list.map(({ fingerprint }) => fingerprint));
    const { results } = runOf(document);
    expect(results?.length).toBeGreaterThan(5);
    for (const { partialFingerprints } of results ?? []) {
      expect(fingerprints).toContain(partialFingerprints['primaryLocationLineHash']);
      expect(partialFingerprints['jiraTokenContract/v1']).toBe(
        partialFingerprints['primaryLocationLineHash'],
      );
    }
  });

  it('is suppressed if it is known, with the reason and the link, and no other is', () => {
    const [fingerprint = ''] = fingerprintsOf(checkFindings(acknowledged([])));
    const reason = 'agreed with the team';
    const link = 'https://jira.example.com/browse/A-1';
    const { results = [] } = runOf(acknowledged([{ fingerprint, change: 'x', reason, link }]));
    const known = results.filter(({ suppressions }) => suppressions.length > 0);
    expect(known).toMatchObject([
      {
        level: 'note',
        suppressions: [{ kind: 'external', status: 'accepted' }],
        partialFingerprints: { primaryLocationLineHash: fingerprint },
      },
    ]);
    expect(known[0]?.suppressions[0]?.justification).toContain(reason);
    expect(known[0]?.suppressions[0]?.justification).toContain(link);
    expect(results.length).toBeGreaterThan(1);
  });

  it('stands on a line that exists', () => {
    for (const { results } of [runOf(checkWith('a text')), diffRun()]) {
      for (const { path, line } of results ?? []) {
        expect(existsSync(join(ROOT, path)), path).toBe(true);
        expect(readFileSync(join(ROOT, path), 'utf8').split('\n').length).toBeGreaterThanOrEqual(line);
      }
    }
  });
});

describe('SARIF of a hostile site', () => {
  it('has no link, which viewers make of brackets in plain text too', () => {
    for (const hostile of HOSTILE) {
      const document = checkWith(hostile);
      const [fingerprint = ''] = fingerprintsOf(checkFindings(document));
      const known = [{ fingerprint, change: hostile, reason: hostile }];
      for (const { results, invocations } of [
        runOf({ ...document, known }),
        readSarif(render('diff', 'sarif', diffWith(hostile), FILE_LAYOUT)),
        notConcluded(hostile),
      ]) {
        const said = [
          ...(results ?? []).flatMap(({ message, suppressions }) => [
            message.text,
            ...suppressions.map(({ justification }) => justification),
          ]),
          ...invocations.flatMap(({ toolExecutionNotifications = [] }) =>
            toolExecutionNotifications.map(({ message }) => message.text),
          ),
        ];
        expect(said.filter((one) => one.includes(']('))).toEqual([]);
      }
    }
  });
});
