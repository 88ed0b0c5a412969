import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILE_LAYOUT } from '../layout.ts';
import { toAdf } from './adf.ts';
import {
  pageOnly,
  CITATIONS,
  details,
  fileLink,
  group,
  heading,
  link,
  list,
  mono,
  paragraph,
  strong,
  table,
  texts,
  type Block,
} from './blocks.ts';
import { blocksHtml } from './html.ts';
import { toMarkdown } from './markdown.ts';
import { foldCommand } from './text-lines.ts';
import { tableLines } from './text-table.ts';
import { toText } from './text.ts';
import { toWiki } from './wiki.ts';

/** Every format that renders blocks. */
const WRITERS: Readonly<Record<string, (blocks: readonly Block[]) => string>> = {
  text: (blocks) => toText(blocks, FILE_LAYOUT),
  markdown: toMarkdown,
  'jira-wiki': toWiki,
  adf: toAdf,
  html: (blocks) => blocksHtml(blocks).text,
};

const ONE_OF_EACH: readonly Block[] = [
  heading(1, 'aa0'),
  group(paragraph('aa1'), list([['aa2'], [strong('aa3'), ' ', mono('aa4')]])),
  table(texts('aa5', 'aa6'), [texts('aa7', 'aa8')]),
  { kind: 'verdict', tone: 'bad', text: 'aa9' },
  { kind: 'facts', entries: [['ab0', ['ab1']]] },
  { kind: 'command', purpose: 'ab2', command: 'ab3' },
  { kind: 'code', language: 'sh', text: 'ab4' },
  {
    kind: 'matrix',
    matrix: {
      columns: [{ id: 'ab5', short: 'ab5' }],
      lines: [{ credential: 'ab6', cells: [{ letter: 'R', sign: '!' }] }],
    },
    legend: [['R', 'ab7']],
  },
  paragraph(
    { cites: [{ label: 'ab8', source: 'https://example.com/ab9' }] },
    link('https://example.com/ac0', 'ac1'),
  ),
  {
    kind: 'headline',
    headline: {
      state: 'new',
      site: 'a site',
      title: 'ac2',
      subtitle: 'ac3',
      counts: [{ tone: 'bad', text: 'ac4' }],
    },
  },
  {
    kind: 'boxes',
    boxes: {
      howBad: ['ac5'],
      howSure: ['ac6'],
      sinceWhen: ['ac7'],
      whatNow: {
        line: ['ac8'],
        curl: undefined,
        links: [],
        commands: [{ purpose: 'ac9', command: 'ad0' }],
      },
    },
  },
  {
    kind: 'card',
    card: {
      id: 'a-card',
      rule: 'ad1',
      tone: 'bad',
      level: 'critical',
      title: 'ad2',
      count: 'ad3',
      turns: [
        {
          before: 'ad4',
          after: 'ad5',
          letters: { before: 'R', after: 'I' },
          probes: [
            { credential: 'ad6', operation: 'an operation', short: 'ad7', anchor: 'x', fingerprint: '0' },
          ],
          line: [],
        },
      ],
      matrix: undefined,
      certainty: 'ad8',
      impact: 'ad9',
      remediation: 'ae0',
      curl: undefined,
      isKnown: false,
      isMinor: false,
    },
  },
];

const MARKS = Array.from(
  { length: 41 },
  (_, i) => `a${String.fromCharCode(97 + Math.floor(i / 10))}${i % 10}`,
);

describe.each(Object.entries(WRITERS))('blocks as %s', (name, write) => {
  it('contain all their content', () => {
    const written = write(ONE_OF_EACH);
    expect(MARKS.filter((mark) => !written.includes(mark))).toEqual([]);
  });

  it('stand in the order of the document, the most important first', () => {
    const written = write([paragraph('heavy'), group(paragraph('lighter')), paragraph('light')]);
    expect(written.indexOf('heavy')).toBeLessThan(written.indexOf('lighter'));
    expect(written.indexOf('lighter')).toBeLessThan(written.lastIndexOf('light'));
  });

  it('omit page-only blocks on a terminal, and hints elsewhere', () => {
    const written = write([paragraph('always', { hint: 'a hint' }), pageOnly(paragraph('a background'))]);
    expect(written).toContain('always');
    expect(written.includes('a hint')).toBe(name === 'text');
    expect(written.includes('a background')).toBe(name !== 'text');
  });

  it('contain folded details, on a terminal only with --all', () => {
    const folded = [details('a summary', [paragraph('inside')])];
    expect(write(folded).includes('inside')).toBe(name !== 'text');
    expect(toText(folded, { ...FILE_LAYOUT, all: true })).toContain('inside');
  });
});

describe('citations in text', () => {
  const one = { label: 'one', source: 'https://example.com/one' };
  const two = { label: 'two', source: 'https://example.com/two' };

  it('are numbered once per source and listed once, at their place', () => {
    const written = toText(
      [paragraph({ cites: [one, two] }), paragraph({ cites: [two] }), CITATIONS, paragraph('the end')],
      FILE_LAYOUT,
    );
    expect(written).toContain('[1→2]');
    expect(written).toContain('[2]');
    expect(written.split('https://example.com/two')).toHaveLength(2);
    expect(written.indexOf('the end')).toBeGreaterThan(written.indexOf('https://example.com/two'));
  });

  it('come last if the document has no place for them', () => {
    expect(toText([paragraph({ cites: [one] }), paragraph('the end')], FILE_LAYOUT).trimEnd()).toMatch(
      /one$/,
    );
  });
});

describe('a link', () => {
  it.each([
    ['https://example.com/x', true],
    ['http://example.com/x', false],
    ['javascript:alert(1)', false],
    ['https://example.com/ x', false],
    ['', false],
  ])('to %j: %s', (address, isLink) => {
    expect(typeof link(address, 'label') === 'object').toBe(isLink);
  });

  it.each([
    ['a-site/report.html', true],
    ['history.html', true],
    ['../x', false],
    ['../a-run/run.json', true],
    ['../../a-run/run.json', true],
    ['../../../etc', false],
    ['a/../../x', false],
    ['/etc/x', false],
    ['javascript:x', false],
    ['a//b', false],
    ['', false],
  ])('to the file %j: %s', (path, isLink) => {
    expect(typeof fileLink(path, 'label') === 'object').toBe(isLink);
  });
});

describe('a table in text', () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/);
  const cell = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
  const rows = fc
    .integer({ min: 1, max: 6 })
    .chain((columns) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 6 }),
    );

  it('contains every word and stays within the width', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 40, max: 120 }), (cells, width) => {
        const lines = tableLines(cells, width, false);
        for (const text of new Set(
          cells
            .flat()
            .flatMap((words) => words.split(' '))
            .filter(Boolean),
        )) {
          expect(lines.join(' ').split(' ')).toContain(text);
        }
        expect(lines.filter((line) => line.length > width)).toEqual([]);
      }),
    );
  });

  it('groups rows that are too wide under what they have in common', () => {
    const wide = ['x', 'y', 'z'].map((letter) => [
      'common',
      letter.repeat(26),
      '1'.repeat(26),
      '2'.repeat(20),
    ]);
    const lines = tableLines(wide, 80, false);
    expect(lines.filter((line) => line === 'common')).toHaveLength(1);
    expect(lines).toHaveLength(4);
  });
});

it('a command is split before its options, with backslashes', () => {
  const command = 'npm run x -- --one 1111111 --two 2222222 --three 333';
  const lines = foldCommand(command, 30);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.filter((line) => line.length > 30)).toEqual([]);
  expect(lines.map((line) => line.replace(/ \\$/, '').trim()).join(' ')).toBe(command);
});
