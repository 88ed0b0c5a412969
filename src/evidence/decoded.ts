const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', apos: "'" };

const character = (code: number): string => (code <= 0x10_ff_ff ? String.fromCodePoint(code) : '');

/** Ways to read a text, each undoing one kind of escape, however few of its characters are escaped. */
const READINGS: readonly { readonly sign: string; readonly read: (text: string) => string }[] = [
  {
    sign: '&',
    read: (text) =>
      text.replaceAll(
        /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
        (all, hex?: string, decimal?: string, name?: string) => {
          if (hex) return character(Number.parseInt(hex, 16));
          return decimal ? character(Number(decimal)) : (ENTITIES[name?.toLowerCase() ?? ''] ?? all);
        },
      ),
  },
  {
    sign: '%',
    read: (text) =>
      text.replaceAll(/%([0-9a-f]{2})/gi, (_all, code: string) => character(Number.parseInt(code, 16))),
  },
  {
    sign: '\\',
    read: (text) =>
      text
        .replaceAll(/\\u([0-9a-f]{4})/gi, (_all, code: string) => character(Number.parseInt(code, 16)))
        .replaceAll(/\\(.)/g, '$1'),
  },
];

/** A text as it is, and as it reads where one kind of escape after the other, or all of them, are undone. */
export function readings(text: string): string[] {
  const single = READINGS.filter(({ sign }) => text.includes(sign)).map(({ read }) => read(text));
  const all = READINGS.reduce((read, step) => (read.includes(step.sign) ? step.read(read) : read), text);
  return [...new Set([text, ...single, all])];
}
