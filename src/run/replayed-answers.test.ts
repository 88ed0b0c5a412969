import { expect, it } from 'vitest';
import { MEASURED_SITE } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import { readRecordings, recordingSets } from '../evidence/recordings.ts';
import { openReplay } from '../http/replay.ts';

// `check` understands what came over the wire, `diff` what stands on paper: both must say the same.
it.each(recordingSets())('gives the same answers over HTTP as in memory: %s', async (name) => {
  const { exchanges, ...rest } = readRecordings(name);
  const replay = openReplay({ exchanges, ...rest }, [
    ...new Set(exchanges.map(({ credential }) => credential)),
  ]);
  try {
    for (const exchange of exchanges) {
      const replayed = await replay.ask(exchange);
      // A body of which only the shape is known stays a shape: its text was generated.
      expect(replayed).toEqual(exchange);
      expect(classify(replayed, MEASURED_SITE)).toEqual(classify(exchange, MEASURED_SITE));
    }
  } finally {
    await replay.close();
  }
});
