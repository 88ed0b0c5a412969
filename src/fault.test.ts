import { describe, expect, it } from 'vitest';
import { Fault, type FaultCode } from './fault.ts';

const EXIT_CODES: Readonly<Record<FaultCode, number>> = {
  usage: 2,
  'bad-config': 2,
  'unreadable-file': 2,
  'bad-json': 2,
  'bad-fixture': 2,
  'unknown-recordings': 2,
  'unreplayed-request': 3,
  'forbidden-host': 3,
  unreachable: 3,
  'controls-failed': 3,
  interrupted: 3,
  'secret-in-output': 3,
  'broker-refused': 3,
  busy: 3,
  clock: 3,
  'not-opened': 3,
  'nothing-ran': 3,
};

describe('a fault', () => {
  it.each(Object.entries(EXIT_CODES))(
    '%s ends the command with %d: 2 for what the caller can put right, 3 for what could not be concluded',
    (code, exitCode) => {
      expect(new Fault(code as FaultCode, 'x')).toMatchObject({
        code,
        exitCode,
        name: 'Fault',
        message: 'x',
      });
    },
  );

  it('is an error, and keeps its cause', () => {
    const cause = new Error('why');
    const fault = new Fault('usage', 'x', { cause });
    expect(fault).toBeInstanceOf(Error);
    expect(fault.cause).toBe(cause);
  });

  it.each([
    [10_000, 10_000],
    [10_001, 10_001],
    [1_000_000, 10_001],
  ])('of %d characters shows %d: the first 10,000 and an ellipsis', (length, shown) => {
    const { message } = new Fault('usage', 'x'.repeat(length));
    expect(message).toHaveLength(shown);
    expect(message.endsWith('…')).toBe(length > 10_000);
  });
});
