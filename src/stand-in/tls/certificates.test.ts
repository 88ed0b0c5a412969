import fc from 'fast-check';
import { expect, it } from 'vitest';
import { serialFrom } from './certificates.ts';

it('gives certificates serial numbers that are positive and have no padding, whatever is drawn', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const serial = serialFrom(bytes);
      expect(serial).toMatch(/^[4-7][\da-f]{31}$/);
      expect(serial.slice(2)).toBe(Buffer.from(bytes.subarray(1)).toString('hex'));
    }),
  );
  // A zero followed by a small byte is what OpenSSL refuses.
  expect(serialFrom(new Uint8Array(16))).not.toMatch(/^00/);
});
