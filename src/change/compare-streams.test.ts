import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { probeKey } from '../contract/probe.ts';
import { recordingSets } from '../evidence/recordings.ts';
import { arbitraryRun } from '../run/arbitrary-run.fixture.ts';
import { largeRows, LARGE_HEAD } from '../run/large-run.fixture.ts';
import { openSnapshot, type SnapshotStream } from '../run/snapshot-stream.ts';
import { readSnapshot, snapshotOfRun, type SnapshotAnswer, type Snapshot } from '../run/snapshot.ts';
import { compareStreams } from './compare-streams.ts';
import { compare } from './compare.ts';
import { openLibrary } from '../evidence/recording-library.ts';

const LIBRARY = openLibrary();

/** A side whose probes come in turn, and what became of it. */
function streamOf(
  { answers, ...rest }: Snapshot,
  place = 'somewhere',
): SnapshotStream & { taken: number; open: boolean } {
  const stream = { ...rest, place, taken: 0, open: false, answers: probes() };
  async function* probes(): AsyncGenerator<SnapshotAnswer> {
    stream.open = true;
    try {
      for (const one of answers) {
        stream.taken += 1;
        yield one;
      }
    } finally {
      stream.open = false;
    }
  }
  return stream;
}

const large = snapshotOfRun({ ...LARGE_HEAD, rows: [...largeRows(60, 7)] });

describe('comparing two snapshots as streams', () => {
  const sets = recordingSets();
  const whole = new Map(sets.map((name) => [name, readSnapshot(name, LIBRARY)]));
  it.each(sets.flatMap((base) => sets.map((head) => [base, head] as const)))(
    'finds what comparing them whole does: %s and %s',
    async (base, head) => {
      const [before, after] = [whole.get(base), whole.get(head)];
      if (!before || !after) throw new Error('no such set');
      const found = await compareStreams(
        await openSnapshot(base, LIBRARY),
        await openSnapshot(head, LIBRARY),
      );
      expect(JSON.stringify(found)).toBe(JSON.stringify(compare(before, after)));
    },
  );

  it('finds the same as comparing them in memory, for any two runs', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRun, arbitraryRun, async (a, b) => {
        const [base, head] = [snapshotOfRun(a), snapshotOfRun(b)];
        const found = await compareStreams(streamOf(base), streamOf(head));
        expect(JSON.stringify(found)).toBe(JSON.stringify(compare(base, head)));
      }),
    );
  });

  it('reads one probe of each snapshot at a time, and closes both at the end', async () => {
    const [base, head] = [streamOf(large), streamOf(large)];
    let apart = 0;
    const watched = async function* (): AsyncGenerator<SnapshotAnswer> {
      for await (const one of head.answers) {
        apart = Math.max(apart, Math.abs(base.taken - head.taken));
        yield one;
      }
    };
    await compareStreams(base, { ...head, answers: watched() });
    expect([apart, base.taken, base.open, head.open]).toEqual([0, large.answers.length, false, false]);
  });
});

const first = large.answers.slice(0, 3);

describe.each([
  // The probes that the message names: the wrong one, and the one that it comes after.
  ['out of order', [...first.slice(1), ...first.slice(0, 1)], [first[0], first[2]]],
  ['one probe twice', [...first, ...first.slice(-1)], [first[2]]],
])('a snapshot with %s', (_, answers, named) => {
  it.each(['base', 'head'])('is rejected by its path, and nothing is left open: %s', async (which) => {
    const [good, bad] = [streamOf(large, 'the-good'), streamOf({ ...large, answers }, 'the-bad')];
    const sides = which === 'base' ? ([bad, good] as const) : ([good, bad] as const);
    const error: unknown = await compareStreams(...sides).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'bad-fixture',
      message: expect.stringContaining('the-bad') as string,
    });
    const quoted = [...String(error).matchAll(/"([^"]+)"/g)].map(([, text]) => text);
    expect(quoted).toEqual(named.map((one) => one && probeKey(one)));
    expect([good.open, bad.open]).toEqual([false, false]);
  });
});
