import type { Line, ProbeLine } from '../../../revocation/measurement.ts';
import { measurementOf, type Measurement } from '../../../revocation/measurement.ts';
import { watchLine } from '../../../revocation/measurement.fixture.ts';

const MINUTE = 60_000;

/** Time at which the first made-up measurement starts. */
const START = Date.parse('2026-11-24T03:00:00Z');

/** Options of a made-up measurement. */
export interface MadeUp {
  readonly day?: number;
  readonly site?: string;
  /** When the credential stops working, in milliseconds after the event; undefined if never. */
  readonly after?: number | undefined;
  /** Whether the stand-in answered, rather than Jira. */
  readonly standIn?: boolean;
  /** Text to put wherever text from a site can occur. */
  readonly text?: string;
  readonly more?: readonly Line[];
}

/** Returns a made-up measurement with one round per minute, for tests. */
export function syntheticMeasurement({
  day = 0,
  site = 'https://jira-site.example.com',
  after,
  text = '',
  standIn = false,
  more = [],
}: MadeUp): Measurement {
  const at = START + day * 24 * 60 * MINUTE;
  const watch = watchLine({ name: `revocation-${day}`, at, site: site + text });
  const rounds = Math.ceil((after ?? 60 * MINUTE) / MINUTE) + 4;
  const probe = (who: ProbeLine['who'], operation: ProbeLine['operation'], round: number): ProbeLine => {
    const sent = at + round * MINUTE;
    const dead = who === 'watched' && after !== undefined && sent >= at + after;
    const refuses = operation.endsWith('myself');
    return {
      kind: 'probe',
      who,
      round,
      operation,
      sent,
      got: sent + 100,
      date: Math.floor(sent / 1000) * 1000,
      status: dead && refuses ? 401 : 200,
      treatment: dead ? (refuses ? 'refused' : 'ignored') : 'accepted',
      mark: 'account-id',
      ...(standIn && { standIn }),
      ...(text !== '' && { loginReason: text, response: { status: 200, headers: { server: text } } }),
    };
  };
  const lines: Line[] = [watch, { kind: 'event', from: at, to: at, clock: 'own' }];
  for (let round = 0; round < rounds; round += 1) {
    for (const operation of watch.operations) lines.push(probe('watched', operation, round));
    lines.push(probe('control', 'GET /rest/api/3/myself', round));
  }
  const end = at + rounds * MINUTE;
  const measurement = measurementOf([
    ...lines,
    ...more,
    { kind: 'trouble', what: 'no-answer', from: at + MINUTE, to: at + 2 * MINUTE, says: `lost ${text}` },
    { kind: 'end', at: end, ending: after === undefined ? 'gave-up' : 'settled', says: `over ${text}` },
  ]);
  if (measurement) return measurement;
  throw new Error('no measurement');
}
