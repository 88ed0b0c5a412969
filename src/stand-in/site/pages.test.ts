import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PAGE_LENGTH, sliceOf, tokenPage } from './pages.ts';

const items = (total: number): number[] => Array.from({ length: total }, (_, index) => index);

const sizes = fc.record({ total: fc.nat({ max: 200 }), maxResults: fc.integer({ min: 0, max: 120 }) });

it('pages by position cover a list exactly once, whatever the length of a page', () => {
  fc.assert(
    fc.property(sizes, ({ total, maxResults }) => {
      fc.pre(maxResults > 0);
      const read: number[] = [];
      for (let isLast = false; !isLast;) {
        const asked: Record<string, string> = {
          startAt: String(read.length),
          maxResults: String(maxResults),
        };
        const page = sliceOf(items(total), (name) => asked[name]);
        expect(page.total).toBe(total);
        read.push(...page.items);
        isLast = page.isLast;
      }
      expect(read).toEqual(items(total));
    }),
  );
});

it('pages by token cover a list exactly once, and end', () => {
  fc.assert(
    fc.property(sizes, ({ total, maxResults }) => {
      const read: number[] = [];
      let nextPageToken: string | undefined;
      for (let isLast = false; !isLast;) {
        const asked: Record<string, unknown> = { maxResults, nextPageToken };
        const page = tokenPage(items(total), (name) => asked[name]);
        expect(page?.nextPageToken === undefined).toBe(page?.isLast);
        read.push(...(page?.items ?? []));
        nextPageToken = page?.nextPageToken;
        isLast = page?.isLast ?? true;
      }
      expect(read).toEqual(items(total));
    }),
  );
});

it('a page is never longer than the longest, and an unknown token finds no page', () => {
  expect(sliceOf(items(200), () => '100').items).toHaveLength(PAGE_LENGTH);
  expect(tokenPage(items(9), (name) => (name === 'nextPageToken' ? 'mine' : undefined))).toBeUndefined();
});
