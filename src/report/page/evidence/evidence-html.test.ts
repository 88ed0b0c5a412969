import { expect, it } from 'vitest';
import { probeKey } from '../../../contract/probe.ts';
import { OPERATIONS } from '../../../contract/operations.ts';
import { changesOf, checkOf, probesOf, REFUSED, rowsFor } from '../../headline/events.fixture.ts';
import { cellId } from '../../documents/cell-id.ts';
import { evidenceHtml } from './evidence-html.ts';

const operations = OPERATIONS.slice(0, 3).map(({ id }) => id);

/** An answer with the ids by which Atlassian finds a request. */
const traced = (id: string) => ({
  status: 401,
  headers: { date: 'Thu, 26 Nov 2026 04:19:07 GMT', 'atl-traceid': id },
});

it('shows the ids of the requests that are reported, and not of those that are as before, for which the run file is enough', () => {
  const [worse, better, same] = probesOf(['revoked'], operations);
  if (!worse || !better || !same) throw new Error('no probes');
  const rows = rowsFor([worse, better, same], 'contract', 'kept', REFUSED).map((row) => ({
    ...row,
    response: traced(`trace-${cellId(row)}`),
  }));
  const changes = [...changesOf('guard-loosened', [worse]), ...changesOf('guard-tightened', [better])];
  const before = Object.fromEntries(
    [worse, better, same].map((probe) => [
      probeKey(probe),
      { answer: REFUSED, response: { status: 403, headers: {} } },
    ]),
  );
  for (const document of [checkOf({ rows, changes }), { ...checkOf({ rows, changes }), before }]) {
    const { text } = evidenceHtml(document);
    const shown = [worse, better, same].map((probe) => text.includes(`trace-${cellId(probe)}`));
    expect(shown).toEqual([true, false, false]);
  }
  const undecided = rows.map((row) => ({ ...row, verdict: 'inconclusive' as const, reason: 'throttled' }));
  expect(evidenceHtml(checkOf({ rows: undecided })).text).toContain(`trace-${cellId(same)}`);
});
