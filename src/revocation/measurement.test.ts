import { describe, expect, it } from 'vitest';
import { answer, endWith, eventAt, MYSELF, watchLine } from './measurement.fixture.ts';
import { lineSchema, measurementOf, type Line } from './measurement.ts';

const trouble: Line = { kind: 'trouble', what: 'slept', from: 1, to: 2, says: 'it slept' };

describe('a measurement', () => {
  it('has its lines by kind; the last of several events or ends counts', () => {
    const probes = [answer('A', 0), answer('R', 10)];
    const lines = [watchLine(), eventAt(1), probes[0]!, trouble, eventAt(2), probes[1]!, endWith('budget')];
    expect(measurementOf([...lines, endWith('settled')])).toEqual({
      watch: watchLine(),
      event: eventAt(2),
      probes,
      troubles: [trouble],
      end: endWith('settled'),
    });
  });

  it('has no end while it is running, and no event at first', () => {
    expect(measurementOf([watchLine()])).toEqual({
      watch: watchLine(),
      event: undefined,
      probes: [],
      troubles: [],
      end: undefined,
    });
  });

  it('needs its first line', () => {
    expect(measurementOf([])).toBeUndefined();
    expect(measurementOf([eventAt(1), endWith('settled')])).toBeUndefined();
  });
});

describe('a line', () => {
  const probe = answer('A', 0, {
    date: 0,
    loginReason: 'OK',
    standIn: true,
    response: { status: 200, headers: {} },
  });

  it.each<[Line]>([
    [watchLine()],
    [eventAt(1)],
    [eventAt(1, 'site', 5)],
    [answer('A', 0)],
    [probe],
    [trouble],
    [endWith('captcha')],
  ])('is read as it was written: %j', (line) => {
    expect(lineSchema.parse(JSON.parse(JSON.stringify(line)))).toEqual(line);
  });

  it.each<[why: string, line: object]>([
    ['of an unknown kind', { kind: 'other' }],
    ['with more than it has', { ...eventAt(1), more: true }],
    ['with half a millisecond', { ...eventAt(1), from: 0.5 }],
    ['with an unknown clock', { ...eventAt(1), clock: 'wall' }],
    ['of another schema', { ...watchLine(), schema: 'jira-token-contract/revocation/2' }],
    ['of a name that leads elsewhere', { ...watchLine(), name: '../up' }],
    ['that watches nothing', { ...watchLine(), operations: [] }],
    ['of an operation that no table has', { ...watchLine(), operations: ['GET /nowhere'] }],
    ['of an unknown subject', { ...watchLine(), subject: 'password' }],
    ['with an unknown cause', { ...watchLine(), cause: 'lost' }],
    ['that settles before it begins', { ...watchLine(), settle: -1 }],
    ['that gives up before the event', { ...watchLine(), giveUpAfter: -1 }],
    ['of a round before the first', { ...answer('A', 0), round: -1 }],
    ['of an unknown treatment', { ...answer('A', 0), treatment: 'odd' }],
    ['of an unknown mark', { ...answer('A', 0), mark: 'odd' }],
    ['with an invalid operation', { ...answer('A', 0), operation: MYSELF.slice(1) }],
    ["that is not the stand-in's", { ...answer('A', 0), standIn: false }],
    ['of an unknown trouble', { ...trouble, what: 'rain' }],
    ['of an unknown ending', { ...endWith('settled'), ending: 'over' }],
  ])('is refused: %s', (_, line) => {
    expect(lineSchema.safeParse(line).success).toBe(false);
  });

  it('may have round 0, and no time to settle or wait', () => {
    const line = watchLine({ settle: 0, giveUpAfter: 0, at: -1 });
    expect(lineSchema.parse(line)).toEqual(line);
  });
});
