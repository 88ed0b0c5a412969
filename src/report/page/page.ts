import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { html, Markup } from '../blocks/markup.ts';
import { DRAWING_STYLE } from '../drawings/draw.ts';

/** Reads files as one text, without indentation and without lines of comments: every page carries it. */
const read = (folder: string, names: readonly string[]): string =>
  names
    .map((name) => readFileSync(join(import.meta.dirname, folder, name), 'utf8'))
    .join('')
    .replaceAll(/^\s*(?:\/\/.*\n|\/\*.*\*\/\n)?/gm, '');

const STYLE = read('style', ['base.css', 'event.css', 'matrix.css', 'evidence.css', 'sites.css', 'print.css'])
  .replaceAll(/\s*([{};])\s*/g, '$1')
  .replaceAll(': ', ':');

/** One script: a later file uses what an earlier one defines. */
const SCRIPT = read('script', ['address.js', 'matrix.js', 'evidence.js', 'copy.js', 'start.js']);

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded, and no other script runs, whatever the page contains. The icon is part of the page. */
const POLICY = `default-src 'none'; style-src ${hash(STYLE)} ${hash(DRAWING_STYLE)}; script-src ${hash(SCRIPT)}; img-src data:; base-uri 'none'; form-action 'none'`;

/** What the tab of a page shows. */
interface PageHead {
  readonly title: string;
  /** The icon as a data URI, if the page has one of its own. */
  readonly icon?: string | undefined;
}

/** Returns a complete, self-contained HTML page. */
export function page({ title, icon }: PageHead, body: Markup): string {
  const head = html`<meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="referrer" content="no-referrer" />
    <title>${title}</title>
    ${icon !== undefined && html`<link rel="icon" href="${icon}" />`} ${new Markup(`<style>${STYLE}</style>`)}`;
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
