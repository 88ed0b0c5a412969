import { describe, expect, it } from 'vitest';
import { documentsWith } from './documents.fixture.ts';
import {
  choicesFor,
  DOCUMENT_NAMES,
  FORMATS,
  render,
  type DocumentName,
  type FormatName,
} from './formats.ts';
import { FILE_LAYOUT } from './layout.ts';
import { revocationDocument } from './documents/revocation/revocation-document.ts';
import { syntheticMeasurement } from './documents/revocation/revocation.fixture.ts';

// The stand-in imitates Jira. Whoever sees any part of its results must see that they are not Jira's.

const [STAND_IN, JIRA] = [documentsWith('words', 'stand-in'), documentsWith('words')];

const PAIRS = DOCUMENT_NAMES.flatMap((name) => choicesFor(name).map((format) => [name, format] as const));

/** Whether a format is read by people: for them, a name is not enough. */
const isForPeople = (format: FormatName): boolean =>
  'write' in FORMATS[format] || format === 'svg' || format === 'sh';

const written = (name: DocumentName, format: FormatName, documents = STAND_IN): string =>
  render(name, format, documents[name], FILE_LAYOUT);

describe.each(choicesFor('revocation'))('a list of measurements as %s', (format) => {
  const list = (...places: readonly boolean[]): string => {
    const all = places.map((standIn, day) => syntheticMeasurement({ day, after: 60_000, standIn }));
    return render('revocation', format, revocationDocument(all), FILE_LAYOUT);
  };

  it('names the stand-in wherever one of its measurements is shown', () => {
    expect(list(true)).toContain('stand-in');
    // The picture shows only the distribution, which excludes them.
    expect(list(false, true).includes('stand-in')).toBe(format !== 'svg');
    expect(list(false, false)).not.toContain('stand-in');
  });
});

describe.each(PAIRS)('%s as %s', (name, format) => {
  it('names the stand-in if that is what answered, and only then', () => {
    expect(written(name, format)).toContain('stand-in');
    // Programs are only ever tried against the stand-in.
    if (name === 'conformance' || name === 'clients') return;
    expect(written(name, format, JIRA)).not.toContain('stand-in');
  });

  it('says that it is not Jira, if people read it', () => {
    if (!isForPeople(format)) return;
    expect(written(name, format).replaceAll(/\s+/g, ' ')).toMatch(/not Jira/);
  });
});
