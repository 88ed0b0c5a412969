import { describe, expect, it } from 'vitest';
import { cellId } from '../documents/cell-id.ts';
import { cardsOf } from '../headline/cards.ts';
import { STATES } from '../headline/states.ts';
import { headlineOfCheck } from '../headline/headline.ts';
import { render } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';
import { checkWith } from '../report.fixture.ts';
import { withCheckFindings } from '../documents/settled-document.ts';

const document = withCheckFindings(checkWith('a text'));
const html = render('check', 'html', document, FILE_LAYOUT);
const text = render('check', 'text', document, { ...FILE_LAYOUT, all: true });

describe('the page of a check', () => {
  it('has every finding that the text has: broken rows, fixes, changes and undecided probes', () => {
    const cards = cardsOf(document);
    const rules = cards.map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['contract-broken', 'wanted-fixed', 'undecided']));
    for (const { rule, id } of cards) {
      expect(text).toContain(rule);
      expect(html).toContain(`id="${id}"`);
    }
  });

  it('has the evidence of every row once', () => {
    for (const row of document.run.rows.filter(({ kind }) => kind === 'contract')) {
      expect(html.split(`id="${cellId(row)}"`)).toHaveLength(2);
    }
  });

  it('has the title and the icon of its state', () => {
    const { title, state } = headlineOfCheck(document);
    expect(html).toContain(`<title>${title}</title>`);
    expect(html).toContain(STATES[state].icon.slice(0, 60));
  });
});
