import { expect, it } from 'vitest';
import { probeKey, type Probe } from '../contract/probe.ts';
import type { Exchange, RecordedResponse } from '../evidence/exchange.ts';
import { readRecordings } from '../evidence/recordings.ts';
import { answersOfSeen, verifyAgainstAnswers } from './verify-answers.ts';

const recordings = readRecordings('public-2026-09');

const probes: Probe[] = recordings.exchanges
  .filter(({ operation }) => operation === 'GET /rest/api/3/myself')
  .map(({ credential, operation }) => ({ credential, operation }));

const ODD: RecordedResponse[] = [
  { status: 503, headers: {} },
  { status: 429, headers: {}, body: { text: '{"errorMessages":["Rate limit exceeded."]}' } },
  { status: 403, headers: {}, body: { shape: 'html' } },
  { status: 404, headers: {}, body: { text: '{"errorMessage":"x","errorCode":"OTHER"}' } },
];

it('skips an inconclusive answer, and gives the reason', async () => {
  const changed = new Map(
    probes
      .filter(({ credential }) => credential !== 'valid')
      .slice(0, ODD.length)
      .map((probe, i) => [probeKey(probe), ODD[i]]),
  );
  const exchanges = recordings.exchanges.map((one): Exchange => {
    const response = changed.get(probeKey(one));
    return response ? { ...one, response, meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' } } : one;
  });
  const answers = answersOfSeen({ info: recordings.info, exchanges, unanswered: [] });
  const { interactions } = await verifyAgainstAnswers('as-it-is', answers);
  const odd = interactions.filter((one) => changed.has(probeKey(one)));
  expect(odd).toHaveLength(ODD.length);
  for (const { verdict, reasons } of odd) {
    expect(verdict).toBe('skipped');
    expect(reasons.join()).not.toBe('');
  }
  expect(interactions.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
});
