import { expect, it } from 'vitest';
import { Revocations } from './revocations.ts';

it('is asked one replica per request, however often the request looks', () => {
  const revocations = new Revocations(() => 0);
  revocations.add('token', [0, Number.POSITIVE_INFINITY]);
  const answers = Array.from({ length: 4 }, () => {
    const isRevoked = revocations.forOneRequest();
    return [isRevoked('token'), isRevoked('token'), isRevoked('other')];
  });
  expect(answers).toEqual([
    [true, true, false],
    [false, false, false],
    [true, true, false],
    [false, false, false],
  ]);
});
