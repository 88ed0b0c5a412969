import { describe, expect, it } from 'vitest';
import { liveRunOf, revokedRow } from '../../../run/run.fixture.ts';
import type { RowResult } from '../../../run/row-result.ts';
import type { AnswerOnRecord } from './response-parts.ts';
import { comparisonHtml, responseHtml, usualHeaders } from './exchange-html.ts';

const row = (headers: Record<string, string>): RowResult =>
  revokedRow('kept', { response: { status: 401, headers } });

const recorded = (response: AnswerOnRecord['response']): AnswerOnRecord => ({ origin: 'recorded', response });

describe('the usual headers', () => {
  it('are those that most answers carry with the same value', () => {
    const rows = [row({ server: 'a' }), row({ server: 'a' }), row({ server: 'b' })];
    expect([...usualHeaders(liveRunOf(rows))]).toEqual([['server', 'a']]);
    expect([...usualHeaders(liveRunOf(rows.slice(1)))]).toEqual([]);
  });

  it('are never those that decide how an answer is classified', () => {
    const rows = [1, 2, 3].map(() => row({ 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }));
    expect([...usualHeaders(liveRunOf(rows))]).toEqual([]);
  });

  it('are left out of a response, which shows another value and a missing one', () => {
    const usual = new Map([['server', 'a']]);
    const shown = (headers: Record<string, string>): string =>
      responseHtml(recorded({ status: 401, headers }), usual).text;
    expect(shown({ server: 'a' })).not.toContain('server');
    expect(shown({ server: 'b' })).toContain('server: b');
    expect(shown({})).toContain('(no server)');
  });
});

describe('two responses side by side', () => {
  const before = recorded({ status: 401, headers: { server: 'a', date: '1' }, body: { text: '<b>' } });

  it('are not shown if nothing differs', () => {
    expect(comparisonHtml(before, before, new Map())).toBeUndefined();
  });

  it('mark each part that differs, and show the others once', () => {
    const after = recorded({ status: 200, headers: { server: 'a', date: '2' }, body: { shape: [] } });
    const table = comparisonHtml(before, after, new Map())?.text ?? '';
    expect(table.match(/class=differs><th>\w+/g)).toEqual([
      'class=differs><th>status',
      'class=differs><th>body',
    ]);
    expect(table.match(/server: a/g)).toHaveLength(1);
    expect(table).toContain('date: 2');
    expect(table).toContain('&lt;b&gt;');
    expect(table).not.toContain('<b>');
  });

  it('say what is not on record instead of taking it for absent', () => {
    const brief: AnswerOnRecord = {
      origin: 'transcribed',
      answer: { status: 403, treatment: 'refused', mark: 'unauthorized' },
    };
    expect(comparisonHtml(brief, before, new Map())?.text).not.toContain('absent');
    expect(
      comparisonHtml(before, { ...brief, origin: 'recorded', response: { status: 403 } }, new Map())?.text,
    ).toContain('absent');
  });
});
