import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { html, Markup } from '../blocks/markup.ts';
import { DRAWING_STYLE } from '../drawings/draw.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8').trim();

const STYLE = read('page.css');

const SCRIPT = read('page.js');

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded, and no other script runs, whatever the page contains. */
const POLICY = `default-src 'none'; style-src ${hash(STYLE)} ${hash(DRAWING_STYLE)}; script-src ${hash(SCRIPT)}; base-uri 'none'; form-action 'none'`;

/** Returns a complete, self-contained HTML page. */
export function page(title: string, body: Markup): string {
  const head = html`<meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="referrer" content="no-referrer" />
    <title>${title}</title>
    ${new Markup(`<style>${STYLE}</style>`)}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        ${head}
      </head>
      <body>
        ${body} ${new Markup(`<script>${SCRIPT}</script>`)}
      </body>
    </html> `.text;
}
