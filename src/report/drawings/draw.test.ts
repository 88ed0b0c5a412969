import { expect, it } from 'vitest';
import { box, text } from './draw.ts';

// A page has a drawing for each site and width; with 280 probes it must stay below 400 kB.

it('draws no more digits than can be seen', () => {
  expect(box(0.1 + 0.2, 1 / 3, 114.3, 100 / 7)).not.toMatch(/\d\.\d{2,}/);
});

it('draws no attribute with its default', () => {
  expect(`${text(1, 2, 'a')}${box(1, 2, 3, 4)}`).not.toMatch(/text-anchor|stroke-width/);
  expect(`${text(1, 2, 'a', { anchor: 'end' })}${box(1, 2, 3, 4, { thick: 2 })}`).toMatch(
    /text-anchor="end".*stroke-width="2"/,
  );
});
