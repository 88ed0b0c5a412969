import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.fixture.ts';
import { measuredClient, measuredUse } from './measured.fixture.ts';
import { measuredText, readMeasured, type Measured } from './measured.ts';

const MEASURED: Measured = {
  origin: 'stand-in',
  clients: [measuredClient('a-client', [measuredUse('list', 'some text')])],
};

/** Reads measurements from a file in which a text is replaced. */
function readWith(text: string, replacement: string): Measured {
  const path = join(temporaryFolder(), 'measured.json');
  writeFileSync(path, measuredText(MEASURED).replace(text, replacement));
  return readMeasured(path);
}

it('returns what was written', () => expect(readWith('', '')).toEqual(MEASURED));

it.each([
  ['a cell of something that was not seen', '"valid": 0', '"valid": 99'],
  ['a cell of a number that cannot be', '"valid": 0', '"valid": -1'],
  ['a day that does not exist', '2026-11-26', '2026-02-30'],
])('refuses a file with %s, and names it', (_what, text, replacement) => {
  expect(() => readWith(text, replacement)).toThrow(
    expect.objectContaining({
      code: 'bad-fixture',
      message: expect.stringContaining('measured.json') as string,
    }),
  );
});
