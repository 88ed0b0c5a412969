// The few forms of ASN.1's DER that a certificate needs. node:crypto signs, but cannot make certificates.

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex');
  return Buffer.concat([Buffer.from([0x80 + bytes.length]), bytes]);
}

/** Returns a value with its tag and length. */
export function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);

export const setOf = (...parts: readonly Buffer[]): Buffer => tagged(0x31, ...parts);

export const octets = (...parts: readonly Buffer[]): Buffer => tagged(0x04, ...parts);

export const yes = (): Buffer => tagged(0x01, Buffer.from([0xff]));

export const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text, 'utf8'));

/** Returns a positive number, given by its bytes. */
export function positive(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const short = bytes.subarray(Math.max(start, 0));
  const needsZero = (short[0] ?? 0) >= 0x80;
  return tagged(0x02, needsZero ? Buffer.concat([Buffer.from([0]), short]) : short);
}

/** Returns a string of bits. @param unused number of bits at its end that do not count */
export const bits = (content: Buffer, unused = 0): Buffer => tagged(0x03, Buffer.from([unused]), content);

/** Returns an object identifier, given with dots. */
export function objectId(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((value) => {
    const groups = [value % 128];
    for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
      groups.unshift(0x80 + (left % 128));
    }
    return groups;
  });
  return tagged(0x06, Buffer.from(bytes));
}

/** Returns a time to the second, before 2050. */
export function utcTime(time: Date): Buffer {
  const text = time.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return tagged(0x17, Buffer.from(text.slice(2), 'latin1'));
}
