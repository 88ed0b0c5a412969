import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOf, changesOf, probesOf, rowsFor } from '../headline/events.fixture.ts';
import { CREDENTIALS } from '../../contract/credentials.ts';
import { OPERATIONS } from '../../contract/operations.ts';
import { render, type FormatName } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';
import { LIMITS, sizeOf, type Limit } from '../limits.ts';
import { checkWith, HOSTILE } from '../report.fixture.ts';
import { largeDocument } from '../large.fixture.ts';
import { adfFaults } from '../validators.fixture.ts';
import { toAdf } from './adf.ts';
import { code, details, heading, list, paragraph, table, texts, type Block } from './blocks.ts';
import { toMarkdown } from './markdown.ts';
import { toWiki } from './wiki.ts';

/** What is wrong with the structure of Markdown: open fences and details, and rows of a table with too few cells. */
function markdownFaults(text: string): string[] {
  const faults: string[] = [];
  let fence: string | undefined;
  let depth = 0;
  let cells = 0;
  for (const line of text.split('\n')) {
    const own = /^`{3,}/.exec(line)?.[0];
    if (fence !== undefined) {
      if (own === fence && line === fence) fence = undefined;
      continue;
    }
    if (own !== undefined) fence = own;
    else if (line.startsWith('<details>')) depth += 1;
    else if (line === '</details>') depth -= 1;
    const number = line.startsWith('|') ? line.split(/(?<!\\)\|/).length : 0;
    if (number > 0 && cells > 0 && number !== cells)
      faults.push(`a row with ${number} cells: ${line.slice(0, 60)}`);
    cells = number;
  }
  return [
    ...faults,
    ...(fence === undefined ? [] : ['an open fence']),
    ...(depth === 0 ? [] : ['open details']),
  ];
}

/** What is wrong with the structure of wiki markup. */
const wikiFaults = (text: string): string[] =>
  (text.match(/^\{noformat\}$/gm) ?? []).length % 2 === 0 ? [] : ['open noformat'];

const FORMATS: Readonly<
  Record<
    string,
    { readonly write: typeof toMarkdown; readonly usual: Limit; readonly faults: (text: string) => string[] }
  >
> = {
  markdown: { write: toMarkdown, usual: LIMITS.issue, faults: markdownFaults },
  'jira-wiki': { write: toWiki, usual: LIMITS.jira, faults: wikiFaults },
  adf: { write: toAdf, usual: LIMITS.jira, faults: (text) => adfFaults(JSON.parse(text)) },
};

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replaceAll(/\s/g, ' ')),
  fc.constantFrom('@everyone', '```', '</details>', '{noformat}', '|', '😀'.repeat(40), 'x'.repeat(3000)),
);

const block: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small' },
    words.map((text) => paragraph(text)),
    words.map((text) => heading(3, text)),
    fc.array(words, { minLength: 1, maxLength: 40 }).map((items) => list(texts(...items))),
    fc.array(words, { minLength: 1, maxLength: 40 }).map((lines) => code('sh', lines.join('\n'))),
    fc.array(fc.tuple(words, words, words), { minLength: 1, maxLength: 40 }).map((rows) =>
      table(
        texts('a', 'b', 'c'),
        rows.map((row) => texts(...row)),
      ),
    ),
    fc
      .tuple(words, fc.array(tie('block'), { minLength: 1, maxLength: 5 }))
      .map(([summary, blocks]) => details(summary, blocks)),
  ),
})).block;

const REST = 'a place with the rest';

describe.each(Object.entries(FORMATS))('%s', (_name, { write, usual, faults }) => {
  it('is valid and within its limit wherever it is cut, and says so', () => {
    fc.assert(
      fc.property(
        fc.array(block, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 400, max: 8000 }),
        (blocks, max) => {
          const whole = write(blocks, { limit: { max: 10_000_000, unit: 'characters' } });
          const text = write(blocks, { limit: { max, unit: 'characters' }, rest: REST });
          expect(text.length).toBeLessThanOrEqual(max);
          expect(faults(text)).toEqual([]);
          expect(text.includes(REST)).toBe(whole.length > max);
          expect(text === whole).toBe(whole.length <= max);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('counts bytes where the place does', () => {
    const blocks = Array.from({ length: 200 }, () => paragraph('ü'.repeat(50)));
    const limit = { max: 5000, unit: 'bytes' } as const;
    const text = write(blocks, { limit, rest: REST });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit.max);
    expect(text).toContain(REST);
  });

  it('uses most of the room', () => {
    const blocks = [
      heading(1, 'a title'),
      table(
        texts('a'),
        Array.from({ length: 9000 }, (_, i) => texts(`row ${i}`)),
      ),
    ];
    const text = write(blocks);
    expect(sizeOf(text, usual)).toBeLessThanOrEqual(usual.max);
    expect(sizeOf(text, usual)).toBeGreaterThan(usual.max * 0.98);
    expect(faults(text)).toEqual([]);
  });

  it('is not filled by a single text', () => {
    const text = write([heading(1, 'a title'), paragraph('x'.repeat(100_000)), paragraph('what matters')]);
    expect(text).toContain('what matters');
  });
});

/** Large and hostile documents. */
const LARGE = {
  'of a sweep': largeDocument(2000),
  'with every probe changed': checkOf({
    changes: changesOf(
      'guard-loosened',
      probesOf(
        CREDENTIALS.map(({ name }) => name),
        OPERATIONS.map(({ id }) => id),
      ),
    ),
    rows: CREDENTIALS.flatMap(({ name }, i) =>
      rowsFor(
        probesOf(
          [name],
          OPERATIONS.map(({ id }) => id),
        ),
        'contract',
        'inconclusive',
      ).map((row, j) => ({
        ...row,
        reason: `a reason of its own ${i} ${j} ${'x'.repeat(80)}`,
      })),
    ),
  }),
  hostile: checkWith(HOSTILE.join('\n')),
};

describe.each(Object.entries(LARGE))('a report %s', (_name, document) => {
  it.each(Object.entries(FORMATS))(
    'fits as %s, and still begins with what happened',
    (name, { usual, faults }) => {
      const text = render('check', name as FormatName, document, FILE_LAYOUT);
      expect(sizeOf(text, usual)).toBeLessThanOrEqual(usual.max);
      expect(faults(text)).toEqual([]);
      expect(text.slice(0, 2000).toLowerCase()).toContain('jira');
    },
  );

  it('fits into a job summary', () => {
    const text = render('check', 'markdown', document, { ...FILE_LAYOUT, limit: LIMITS.summary });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMITS.summary.max);
    expect(markdownFaults(text)).toEqual([]);
  });
});

it('keeps to the columns with a mark, and folds the matrix', () => {
  const ids = OPERATIONS.map(({ id }) => id).slice(0, 9);
  const probes = probesOf(['revoked', 'mistyped'], ids);
  const document = checkOf({
    rows: rowsFor(probes, 'contract', 'kept'),
    changes: changesOf('guard-loosened', probesOf(['revoked'], ids.slice(0, 2))),
  });
  const text = render('check', 'markdown', document, FILE_LAYOUT);
  const folded = text.slice(text.indexOf('<details><summary>Matrix'));
  expect(folded).toMatch(/^\| {2}\| 1 \| 2 \|$/m);
  expect(text.indexOf('guard-loosened')).toBeLessThan(text.indexOf('<details><summary>Matrix'));
});
