import { describe, expect, it } from 'vitest';
import { failingFindings, findingsForMachines } from '../../findings/findings.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { NightDocument } from '../documents/night/night-document.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { documentsWith } from '../documents.fixture.ts';
import { render } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';
import { checkWith, diffWith, HOSTILE } from '../report.fixture.ts';
import { liveRunOf, revokedRow } from '../../run/run.fixture.ts';

interface Annotation {
  readonly kind: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const unescapeData = (text: string): string =>
  text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');

const unescapeProperty = (text: string): string =>
  unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));

/** Reads annotations as GitHub's runner does: a line that begins with a command is one. */
function read(text: string): Annotation[] {
  return text.split('\n').flatMap((line) => {
    const [, kind = '', properties = '', message = ''] = /^::(\w+) ([^:]*)::(.*)$/.exec(line) ?? [];
    if (kind === '') return [];
    const pairs = properties.split(',').map((pair) => pair.split('='));
    return [
      {
        kind,
        properties: Object.fromEntries(
          pairs.map(([name = '', ...value]) => [name, unescapeProperty(value.join('='))]),
        ),
        message: unescapeData(message),
      },
    ];
  });
}

const ofCheck = (document: CheckDocument): Annotation[] =>
  read(render('check', 'github', document, FILE_LAYOUT));

const ofNight = (nights: NightDocument): Annotation[] => read(render('night', 'github', nights, FILE_LAYOUT));

/** A night of some sites, with the documents of their runs; a site without one could not be asked. */
function night(sites: Readonly<Record<string, CheckDocument | undefined>>): NightDocument {
  const [first] = documentsWith('an answer').night;
  if (!first) throw new Error('no night');
  return Object.entries(sites).map(([site, document]) => ({
    ...first,
    night: {
      ...first.night,
      site,
      document,
      exitCode: document ? 1 : 3,
      reason: 'a reason',
      entry: { ...first.night.entry, site, origin: 'recorded' },
    },
  }));
}

/** A run with two changed probes under the same rule, and nothing else. */
function withChanges(numbers: readonly number[]): CheckDocument {
  const { changes, ...diff } = diffWith('an answer');
  return {
    run: liveRunOf([revokedRow('kept')]),
    file: undefined,
    diff: { ...diff, changes: changes.filter((_, i) => numbers.includes(i)) },
  };
}

const titles = (annotations: readonly Annotation[]): string[] =>
  annotations.map(({ properties }) => properties['title'] ?? '');

describe('annotations', () => {
  it('are one for each rule, however many probes it is about', () => {
    const { changes, ...diff } = diffWith('an answer');
    const [change] = changes;
    if (!change) throw new Error('no change');
    const operations = [
      'GET /rest/api/3/myself',
      'GET /rest/api/3/label',
      'GET /rest/api/3/project',
    ] as const;
    const many = operations.map((operation, i) => ({ ...change, operation, fingerprint: `${i}`.repeat(16) }));
    const document = { ...withChanges([]), diff: { ...diff, changes: many } };
    expect(failingFindings(checkFindings(document))).toHaveLength(3);
    const [only, ...others] = ofCheck(document);
    expect(others).toEqual([]);
    expect(only?.message).toContain('2 more');
  });

  it('are never more than ten, and the tenth counts the others', () => {
    const document = checkWith('an answer');
    const rules = new Set(findingsForMachines(checkFindings(document)).map(({ rule }) => rule));
    expect(rules.size).toBeGreaterThan(12);
    const annotations = ofCheck(document);
    expect(annotations).toHaveLength(10);
    // One more is about what could not be concluded.
    expect(annotations[9]?.message).toMatch(new RegExp(`\\b${rules.size + 1 - 9}\\b`));
    const all = ofNight(night({ acme: document, beta: document, gamma: undefined }));
    expect(all).toHaveLength(10);
    expect(all[9]?.message).toMatch(new RegExp(`\\b${2 * (rules.size + 1) + 1 - 9}\\b`));
    // No site takes all the room.
    for (const site of ['acme', 'beta', 'gamma']) {
      expect(titles(all).filter((title) => title.startsWith(site)).length).toBeGreaterThan(0);
    }
  });

  it('are exactly ten if there are ten', () => {
    const document = withChanges([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const rules = new Set(findingsForMachines(checkFindings(document)).map(({ rule }) => rule));
    expect(rules.size).toBe(10);
    const annotations = ofCheck(document);
    expect(new Set(titles(annotations)).size).toBe(10);
    expect(annotations.every(({ properties }) => properties['file'])).toBe(true);
  });

  it('begin with what fails', () => {
    const kinds = ofCheck(checkWith('an answer')).map(({ kind }) => kind);
    expect(kinds[0]).toBe('error');
    expect(kinds.slice(0, 9)).toEqual(kinds.slice(0, 9).toSorted());
  });

  it('name their site, each site of several', () => {
    const one = withChanges([0, 1]);
    const annotations = ofNight(night({ acme: one, beta: one, gamma: undefined }));
    expect(annotations).toHaveLength(5);
    const count = (site: string): number =>
      titles(annotations).filter((title) => title.includes(site)).length;
    expect([count('acme'), count('beta'), count('gamma')]).toEqual([2, 2, 1]);
    expect(annotations.find(({ properties }) => properties['title']?.includes('gamma'))).toMatchObject({
      kind: 'error',
      message: 'a reason',
    });
  });

  it('name the only site by its address, and the stand-in', () => {
    expect(titles(ofCheck(withChanges([0])))[0]).toContain('a.example.com');
    const document = withChanges([0]);
    const recordings = { ...document.run.recordings, origin: 'stand-in' } as typeof document.run.recordings;
    const standIn = { ...document, run: { ...document.run, recordings } };
    expect(titles(ofCheck(standIn))[0]).toContain('stand-in');
  });

  it('have the reasons of a run without a conclusion in one', () => {
    const document = { ...withChanges([]), outdated: ['The baseline is old.', 'The run is old.'] };
    const [only, ...others] = ofCheck(document);
    expect(others).toEqual([]);
    expect(only?.kind).toBe('error');
    expect(only?.message).toContain('baseline');
    expect(only?.message).toContain('run is old');
  });

  it('are none if nothing was found', () => {
    expect(ofCheck(withChanges([]))).toEqual([]);
  });

  it('of a comparison name both sides', () => {
    const diff = { ...diffWith('an answer'), changes: diffWith('an answer').changes.slice(0, 3) };
    const text = render(
      'diff',
      'github',
      { ...diff, base: { ...diff.base, name: 'before-it' } },
      FILE_LAYOUT,
    );
    expect(read(text)).toHaveLength(new Set(diffFindings(diff).list.map(({ rule }) => rule)).size);
    expect(titles(read(text))[0]).toContain('before-it');
  });

  it('hold whatever a site is called and answers: one line each, and no command of its own', () => {
    for (const hostile of HOSTILE) {
      const sites = Object.fromEntries([
        [`acme${hostile}`, checkWith(hostile)],
        [`beta${hostile}`, undefined],
      ]);
      for (const text of [
        render('night', 'github', night(sites), FILE_LAYOUT),
        render('check', 'github', checkWith(hostile), FILE_LAYOUT),
        render('diff', 'github', diffWith(hostile), FILE_LAYOUT),
      ]) {
        const commands = text.split('\n').filter((line) => /^\s*::|##\[/.test(line));
        expect(commands).toHaveLength(read(text).length);
        expect(commands.length).toBeLessThanOrEqual(10);
        for (const { kind, properties } of read(text)) {
          expect(['error', 'notice']).toContain(kind);
          expect(Object.keys(properties).filter((name) => !['file', 'line', 'title'].includes(name))).toEqual(
            [],
          );
          expect(properties['title']).not.toMatch(/[\r\n]/);
        }
      }
    }
  });
});
