import { createRequire } from 'node:module';
import type * as resvg from '@resvg/resvg-js';
import { Fault } from '../../fault.ts';

const require = createRequire(import.meta.url);

/** Bundled fonts, so that pictures are the same on every machine. */
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

/** Loaded when it is needed: it is machine code, which an installation without optional packages lacks. */
function loadResvg(): typeof resvg {
  try {
    const loaded: typeof resvg = require('@resvg/resvg-js');
    return loaded;
  } catch (cause) {
    const message =
      'Pictures need the optional packages, which are not installed for this machine. Run: npm ci --include=optional';
    throw new Fault('usage', message, { cause });
  }
}

/**
 * Converts an SVG picture to PNG, at double size for high-resolution screens.
 *
 * @param svg a redacted picture
 * @throws Fault `usage` if the packages for it are not installed
 */
export function toPng(svg: string): Uint8Array {
  const { Resvg } = loadResvg();
  const fontFiles = FONTS.map((name) => require.resolve(`dejavu-fonts-ttf/ttf/${name}`));
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  return picture.render().asPng();
}
