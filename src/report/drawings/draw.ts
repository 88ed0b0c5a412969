import { escapeXml } from '../xml.ts';

/** Fill colour of each letter. They differ in lightness too, not only in hue. */
export const FILL: Readonly<Record<string, string>> = {
  A: '#d3f1e1',
  I: '#ffe380',
  R: '#b3d4ff',
  '?': '#e6dbff',
};

export const INK = {
  text: '#172b4d',
  faint: '#626f86',
  line: '#c1c7d0',
  bad: '#ae2a19',
  good: '#216e4e',
  ground: '#ffffff',
};

/** Each colour above in dark mode. They are those of the page. */
const DARK: Readonly<Record<string, string>> = {
  '#d3f1e1': '#164b35',
  '#ffe380': '#533f04',
  '#b3d4ff': '#09326c',
  '#e6dbff': '#352c63',
  [INK.text]: '#e3e6ea',
  [INK.faint]: '#a9b3bf',
  [INK.line]: '#454f59',
  [INK.bad]: '#fd9891',
  [INK.ground]: '#161a1d',
};

const darkRules = (attribute: 'fill' | 'stroke'): string =>
  Object.entries(DARK)
    .map(([light, dark]) => `.drawing [${attribute}="${light}"]{${attribute}:${dark}}`)
    .join('');

/** The style of every drawing: its colours in dark mode. It is the same text in each, so that a page can allow it by its hash. */
export const DRAWING_STYLE = `@media (prefers-color-scheme:dark){.drawing{fill:${DARK[INK.text]}}${darkRules('fill')}${darkRules('stroke')}}`;

/** Style and placement of a text. */
export interface TextOptions {
  readonly size?: number;
  readonly bold?: boolean;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Rotated to read upwards. */
  readonly upwards?: boolean;
}

/** Draws a text with its baseline at a point. */
export function text(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { size = 12, bold = false, fill = INK.text, anchor = 'start', upwards = false } = options;
  const turn = upwards ? ` transform="rotate(-90 ${x} ${y})"` : '';
  const weight = bold ? ' font-weight="700"' : '';
  const colour = fill === INK.text ? '' : ` fill="${fill}"`;
  const place = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${x}" y="${y}" font-size="${size}"${colour}${place}${weight}${turn}>${escapeXml(content)}</text>`;
}

/** Greatest width of a character as a share of the font size: regular, bold, and of scripts that are as wide as high. */
const CHARACTER = { regular: 0.66, bold: 0.74, wide: 1.35 };

const widthOf = (character: string, bold: boolean): number => {
  if ((character.codePointAt(0) ?? 0) > 0x10_00) return CHARACTER.wide;
  if (/[MW@%&]/.test(character)) return 1.1;
  return bold ? CHARACTER.bold : CHARACTER.regular;
};

/** Cuts a text that could be wider than the room for it, in any usual font. */
export function fitted(content: string, room: number, { size = 12, bold = false }: TextOptions = {}): string {
  const ems = room / size;
  let [width, kept] = [0, ''];
  for (const character of content) {
    width += widthOf(character, bold);
    if (width > ems) return `${kept}…`;
    // Room for the dots, in case that the next character does not fit.
    if (width + 1 <= ems) kept += character;
  }
  return content;
}

/** Draws a rectangle with the stroke inside its border. */
export function box(
  x: number,
  y: number,
  width: number,
  height: number,
  { fill = 'none', stroke = INK.line, thick = 1 }: { fill?: string; stroke?: string; thick?: number } = {},
): string {
  const inset = thick / 2;
  return `<rect x="${x + inset}" y="${y + inset}" width="${width - thick}" height="${height - thick}" fill="${fill}" stroke="${stroke}"${thick === 1 ? '' : ` stroke-width="${thick}"`}/>`;
}

/** Draws a straight line. */
export function line(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  { stroke = INK.line, dashed = false }: { stroke?: string; dashed?: boolean } = {},
): string {
  const dash = dashed ? ' stroke-dasharray="4 3"' : '';
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${stroke}"${dash}/>`;
}

/** Draws a polygon. */
export function area(points: readonly (readonly [number, number])[], fill: string, stroke: string): string {
  const coordinates = points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
  return `<polygon points="${coordinates}" fill="${fill}" stroke="${stroke}"/>`;
}

/** Rounds a coordinate to a tenth, to keep pictures small. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Returns a complete SVG picture with an accessible title. */
export function picture(width: number, height: number, title: string, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" class="drawing" role="img" fill="${INK.text}" font-family="DejaVu Sans, Verdana, sans-serif">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>${DRAWING_STYLE}</style>`,
    box(0, 0, width, height, { fill: INK.ground, stroke: INK.ground }),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
