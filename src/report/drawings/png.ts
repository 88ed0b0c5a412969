import { createRequire } from 'node:module';
import type * as resvg from '@resvg/resvg-js';

const require = createRequire(import.meta.url);

/** Fonts that come along, so that the picture is the same on every machine. */
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

/**
 * An SVG of ours as PNG, twice as large, for screens with many pixels.
 *
 * @param svg what has passed the choke point
 */
export function toPng(svg: string): Uint8Array {
  // Loaded here: it is machine code, and who wants no picture shall not need it.
  const { Resvg }: typeof resvg = require('@resvg/resvg-js');
  const fontFiles = FONTS.map((name) => require.resolve(`dejavu-fonts-ttf/ttf/${name}`));
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  return picture.render().asPng();
}
