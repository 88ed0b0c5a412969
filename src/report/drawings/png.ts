import { createRequire } from 'node:module';
import type * as resvg from '@resvg/resvg-js';

const require = createRequire(import.meta.url);

/** Bundled fonts, so that pictures are the same on every machine. */
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

/**
 * Converts an SVG picture to PNG, at double size for high-resolution screens.
 *
 * @param svg a redacted picture
 */
export function toPng(svg: string): Uint8Array {
  // Loaded on demand: it is native code, which only pictures need.
  const { Resvg }: typeof resvg = require('@resvg/resvg-js');
  const fontFiles = FONTS.map((name) => require.resolve(`dejavu-fonts-ttf/ttf/${name}`));
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  return picture.render().asPng();
}
