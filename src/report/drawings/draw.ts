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
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${weight}${turn}>${escapeXml(content)}</text>`;
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
  return `<rect x="${x + inset}" y="${y + inset}" width="${width - thick}" height="${height - thick}" fill="${fill}" stroke="${stroke}" stroke-width="${thick}"/>`;
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
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="DejaVu Sans, Verdana, sans-serif">`,
    `<title>${escapeXml(title)}</title>`,
    box(0, 0, width, height, { fill: INK.ground, stroke: INK.ground }),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
