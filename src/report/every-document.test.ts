import { describe, expect, it } from 'vitest';
import { printable, withoutCommands } from '../inert.ts';
import { documentsWith } from './documents.fixture.ts';
import {
  choicesFor,
  DOCUMENT_NAMES,
  FORMAT_NAMES,
  FORMATS,
  render,
  type DocumentName,
  type Documents,
  type FormatName,
} from './formats.ts';
import { FILE_LAYOUT, type Layout } from './layout.ts';
import { HOSTILE } from './report.fixture.ts';
import { adfFaults, harFaults, sarifFaults } from './validators.fixture.ts';

const PAIRS = DOCUMENT_NAMES.flatMap((name) => choicesFor(name).map((format) => [name, format] as const));

/** Renders the document of a kind. */
function written(
  name: DocumentName,
  format: FormatName,
  documents: Documents,
  layout: Layout = FILE_LAYOUT,
): string {
  return render(name, format, documents[name], layout);
}

const USUAL = documentsWith('some words of a site');

const SHORT = HOSTILE.filter(({ length }) => length < 100);

/** Documents with all hostile texts, on one line and on many, and with those harmful at the start of a line. */
const HOSTILES = [SHORT.join(' '), SHORT.join('\n'), '::error file=x::y', '```\n```'].map((text) =>
  documentsWith(text),
);

/** Control characters except line breaks, and marks that change the text direction. */
const ACTING =
  // oxlint-disable-next-line no-control-regex -- that is what they are
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

/** Further faults of a format, found by a pattern or an independent validator. */
const FAULTS: Partial<Record<FormatName, (text: string) => unknown[]>> = {
  // Code is shown as it is.
  markdown: (text) => [
    ...text
      .replaceAll(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
      .matchAll(/<(?!details>|\/details>|summary>|\/summary>)[a-z!/]/gi),
  ],
  html: (text) => [
    ...text.matchAll(/<img |<script>alert|href="javascript:/g),
    ...[...text.matchAll(/<script/g)].slice(1),
  ],
  svg: (text) => [...text.matchAll(/<(?:script|img|foreignObject)/g)],
  json: (text) => (JSON.parse(text) === null ? ['null'] : []),
  sarif: (text) => sarifFaults(JSON.parse(text)),
  codequality: (text) =>
    (JSON.parse(text) as { description: string }[]).filter(({ description }) => /[\r\n]/.test(description)),
  // Text stays text, and nothing but the elements of a feed is in it.
  atom: (text) => [
    ...text.matchAll(
      /<(?!\/?(?:feed|entry|id|title|updated|author|name|generator|link|category|content)\b|\?xml )[^>]*>/g,
    ),
    ...text.matchAll(/&(?!(?:amp|lt|gt|quot|#39);)/g),
  ],
  badge: (text) => (JSON.parse(text) === null ? ['null'] : []),
  adf: (text) => adfFaults(JSON.parse(text)),
  har: (text) => harFaults(JSON.parse(text)),
  github: (text) =>
    text
      .split('\n')
      .filter((line) => !/^::(?:error|notice) (?:file=[^,:]*,line=\d+,)?title=[^,:]*::/.test(line))
      .filter((line) => line !== withoutCommands(line)),
  'jira-wiki': (text) => [...text.matchAll(/(?<!\\)\{(?:code|html)|(?<!\\)!x\.png/g)],
};

describe.each(PAIRS)('%s as %s', (name, format) => {
  it('is rendered, deterministically', () => {
    const text = written(name, format, USUAL);
    expect(text.trim()).not.toBe('');
    expect(text).not.toMatch(/\bNaN\b|\[object /);
    expect(written(name, format, USUAL)).toBe(text);
  });

  it('is harmless, whatever a site answered', () => {
    for (const documents of HOSTILES) {
      const text = written(name, format, documents);
      expect(text).not.toMatch(ACTING);
      expect(text.isWellFormed()).toBe(true);
      expect(FAULTS[format]?.(text) ?? []).toEqual([]);
    }
  });
});

describe.each(DOCUMENT_NAMES)('%s', (name) => {
  it('is offered in every text format, and only in formats that it supports', () => {
    const choices = choicesFor(name);
    expect(choices).toEqual(
      expect.arrayContaining(FORMAT_NAMES.filter((format) => 'write' in FORMATS[format])),
    );
    for (const format of FORMAT_NAMES.filter((one) => !choices.includes(one))) {
      expect(() => written(name, format, USUAL)).toThrow(name);
    }
  });

  it('has colour only if requested, and only escape sequences of our own', () => {
    const plain = written(name, 'text', USUAL);
    const coloured = written(name, 'text', USUAL, { ...FILE_LAYOUT, colour: true });
    expect(plain).not.toContain('\u001B');
    expect(printable(coloured, true)).toBe(coloured);
    expect(printable(coloured, false)).toBe(plain);
  });

  it.each([80, 60, 40])('folds to %i columns: only longer words exceed them', (width) => {
    // The script of a bug report must not be folded.
    if (name === 'bug-report') return;
    for (const all of [false, true]) {
      const lines = written(name, 'text', USUAL, { ...FILE_LAYOUT, width, all }).split('\n');
      const long = lines.filter((line) => line.length > width && line.trim().includes(' '));
      expect(long).toEqual([]);
    }
  });
});
