import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import { arrayItems } from './array-items.ts';

const PATH = ['log', 'entries'];

async function itemsOf(parts: readonly string[], maxItem?: number): Promise<unknown[]> {
  const items = arrayItems(parts, PATH, { place: 'a.har', ...(maxItem !== undefined && { maxItem }) });
  const values: unknown[] = [];
  for await (const text of items) values.push(JSON.parse(text));
  return values;
}

/** Returns a text in pieces. */
const cut = (text: string, ends: readonly number[]): string[] => {
  const places = [0, ...ends.map((end) => end % (text.length + 1)), text.length].toSorted((a, b) => a - b);
  return places.map((end, i) => text.slice(places[i - 1] ?? 0, end));
};

describe('the items of an array in a JSON text', () => {
  it('are those that JSON.parse finds, wherever the text is cut', async () => {
    const decoy = fc.constantFrom('log', 'entries', 'a"b', '\\', '{', ']');
    const others = fc.dictionary(decoy, fc.jsonValue());
    const items = fc.array(fc.oneof(fc.jsonValue(), fc.dictionary(decoy, fc.jsonValue())), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        others,
        others,
        items,
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 20 }),
        async (before, beside, entries, isIndented, ends) => {
          const value = { ...before, log: { ...beside, entries, pages: [{ entries: [1] }] }, z: before };
          const text = JSON.stringify(value, null, isIndented ? 2 : 0);
          expect(await itemsOf(cut(text, ends))).toEqual(JSON.parse(JSON.stringify(entries)));
        },
      ),
    );
  });

  it.each([
    ['\uFEFF {"log":{"entries":[ ]}} \n', []],
    ['{"log":{"entr\\u0069es":[1]}}', [1]],
    ['{"log":{"a":"entries","b":["entries",[2]],"entries":[ "]" , [1,[2]] ]}}', [']', [1, [2]]]],
    ['{"a":{"log":{"entries":[1]}},"log":{"x":{"entries":[1]},"entries":[3]}}', [3]],
  ])('of %j', async (text, expected) => {
    expect(await itemsOf([text])).toEqual(expected);
    expect(await itemsOf(text.split(''))).toEqual(expected);
  });

  it.each([
    ['ends early', '{"log":{"entries":[{"a":1},{"b":'],
    ['ends in a text', '{"log":{"entries":[{"a":"'],
    ['goes on', '{"log":{"entries":[1]}} {'],
    ['has one bracket too many', '{"log":{"entries":[1]}}}'],
    ['mixes its brackets up', '{"log":{"entries":[1}]}}'],
    ['has no comma', '{"log":{"entries":[1 2]}}'],
    ['has an empty item', '{"log":{"entries":[1,,2]}}'],
    ['has a comma at the end', '{"log":{"entries":[1,]}}'],
    ['is no object', '[{"log":{"entries":[1]}}]'],
    ['is empty', ''],
    ['has no such array', '{"log":5}'],
    ['has something else in its place', '{"log":{"entries":{"a":[1]}}}'],
  ])('of a text that %s is a fault', async (_, text) => {
    await expect(itemsOf([text])).rejects.toBeInstanceOf(Error);
    await expect(itemsOf(text.split(''))).rejects.toBeInstanceOf(Error);
  });

  it('may be as large as they must fit into memory, and no larger', async () => {
    const text = `{"other":"${'x'.repeat(500)}","log":{"entries":["${'y'.repeat(98)}"]}}`;
    expect(await itemsOf(cut(text, [50, 100, 550]), 100)).toHaveLength(1);
    await expect(itemsOf(cut(text, [50, 100, 550]), 99)).rejects.toBeInstanceOf(Fault);
  });
});
