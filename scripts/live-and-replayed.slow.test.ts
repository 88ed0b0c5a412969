import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { MEASURED_SITE, siteTraitsOf } from '../src/classify/site-traits.ts';
import { classify } from '../src/classify/classify.ts';
import { CREDENTIALS } from '../src/contract/credentials.ts';
import { PRESENT } from '../src/contract/eras.ts';
import { probeKey } from '../src/contract/probe.ts';
import { readRecordings, type RecordingSet } from '../src/evidence/recordings.ts';
import { writeRecordings } from '../src/evidence/write-recordings.ts';
import { openReplay } from '../src/http/replay.ts';
import { openStandIn, type StandIn } from '../src/stand-in/stand-in.ts';
import { declared } from '../specs/declared.ts';
import { observeFast, settingsFor } from '../src/live/live.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'replayed-'));
let site: StandIn | undefined;

afterEach(async () => {
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function replayed(set: RecordingSet): Promise<Map<string, unknown>> {
  const traits = siteTraitsOf(set.exchanges);
  const replay = openReplay(
    set,
    CREDENTIALS.map(({ name }) => name),
  );
  try {
    const answers = new Map<string, unknown>();
    for (const exchange of set.exchanges) {
      answers.set(probeKey(exchange), classify(await replay.ask(exchange), traits));
    }
    return answers;
  } finally {
    await replay.close();
  }
}

// The whole contract, asked of a real server, recorded, read back and replayed.
it.each(['2019-11', '2022-11', '2026-09'] as const)(
  'gives the same answers live and replayed, as of %s',
  async (behaviour) => {
    site = await openStandIn({ behaviour });
    const rows = (await declared()).rows.filter(({ era }) => era === PRESENT);
    const run = await observeFast(settingsFor(site.origin), { rows, politeness: { concurrency: 8 } });
    writeRecordings(join(folder, 'recorded'), { ...run.info, name: 'recorded' }, run.exchanges);
    const set = readRecordings('recorded', folder);
    const live = new Map(run.exchanges.map((one) => [probeKey(one), classify(one, MEASURED_SITE)]));
    expect(live.size).toBeGreaterThan(250);
    expect(await replayed(set)).toEqual(live);
  },
);
