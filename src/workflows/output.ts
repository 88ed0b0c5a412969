import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Level } from '../change/levels.ts';
import { Fault } from '../fault.ts';
import { redact } from '../secrets/redaction.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import type { CheckDocument } from '../report/documents/check/check-document.ts';
import type { Layout } from '../report/layout.ts';
import { FORMATS, type FormatName, render } from '../report/formats.ts';
import { DEFAULT_WIDTH, FILE_LAYOUT } from '../report/layout.ts';
import { LIMITS } from '../report/limits.ts';
import { toPng } from '../report/drawings/png.ts';
import { usesColour } from './colour.ts';
import type { Streams } from './session.ts';

/** The options of every command that prints a report. */
export interface ReportOptions {
  readonly format: FormatName;
  readonly out?: string;
  readonly failOn: Level;
  readonly acknowledged: string;
  readonly all: boolean;
  readonly quiet?: boolean | undefined;
}

/** The line width if the terminal reports none or 0, and the smallest width that lines are wrapped to. */
const WIDTH = { usual: DEFAULT_WIDTH, least: 40 };

/** Returns the line width of stdout, in characters. */
export function terminalWidth({ stdout }: Pick<Streams, 'stdout'>): number {
  return Math.max(stdout.columns || WIDTH.usual, WIDTH.least);
}

/** Returns the layout of a report for its destination. A file is complete and has no colour, whatever the options say. */
export function layoutFor(
  { all, out, quiet = false }: Pick<ReportOptions, 'all' | 'out' | 'quiet'>,
  { stdout, env }: Pick<Streams, 'stdout' | 'env'>,
): Layout {
  const isPrinted = out === undefined;
  const hasColour = stdout.hasColour ?? usesColour(undefined, env, stdout.isTTY === true);
  return {
    width: terminalWidth({ stdout }),
    colour: isPrinted && hasColour,
    all,
    ...(isPrinted && quiet && { brief: true }),
  };
}

/** Prints a report, or writes it to the named file, as text or as a picture. */
export function deliver(
  report: string,
  { out, format, picture }: { readonly out?: string; readonly format: string; readonly picture?: boolean },
  { stdout }: Pick<Streams, 'stdout'>,
): void {
  if (out === undefined && format === 'github' && stdout.writeCommands) stdout.writeCommands(report);
  else if (out === undefined) stdout.write(report);
  else writeFileAtomically(out, picture ? toPng(redact(report)) : report, 'named');
}

/** Bytes that a summary needs to say anything. */
const MIN_SUMMARY = 1000;

/** Adds a report to the job summary of GitHub, if the format is `github` and GitHub names a file for it. */
export function summarise(
  markdown: (layout: Layout) => string,
  options: { readonly format: string },
  streams: Pick<Streams, 'env'>,
): void {
  const file = summaryFile(options, streams);
  if (file === undefined) return;
  // Other steps of the job write to the same file.
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const { max, unit } = LIMITS.summary;
  const room = max - Buffer.byteLength(before);
  // GitHub drops a summary that is too large as a whole, with what the other steps wrote.
  if (room < MIN_SUMMARY) return;
  writeFileAtomically(file, before + markdown({ ...FILE_LAYOUT, limit: { max: room, unit } }), 'named');
}

/** Returns the file that GitHub names for the job summary; undefined unless the format is `github`. */
export function summaryFile(
  { format }: { readonly format?: string },
  { env }: Pick<Streams, 'env'>,
): string | undefined {
  const file = env['GITHUB_STEP_SUMMARY'];
  return format === 'github' && file ? file : undefined;
}

/**
 * Does the work that follows the answers of a site. If it fails, says where the answers are stored, so that the site need not
 * be asked again.
 *
 * @param stored where the answers are stored; undefined if they are not
 */
export async function withStorageHint<T>(
  stored: string | undefined,
  { stderr }: Pick<Streams, 'stderr'>,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault && stored !== undefined) {
      stderr.write(`The answers of the site are stored in ${stored}.\n`);
    }
    throw error;
  }
}

/** The formats of `--report`: every format of a run, and PNG. */
export type ReportName = FormatName | 'png';

/** Renders a document in a format. */
function inFormat(name: ReportName, document: CheckDocument, layout: Layout): string | Uint8Array {
  return name === 'png'
    ? toPng(redact(render('check', 'svg', document, layout)))
    : render('check', name, document, layout);
}

/** Writes reports of a run into its folder, and returns their paths. */
export function writeReports(
  folder: string,
  names: readonly ReportName[],
  document: CheckDocument,
  layout: Layout,
): string[] {
  return names.map((name) => {
    const path = join(folder, `report.${name === 'png' ? 'png' : FORMATS[name].extension}`);
    writeFileAtomically(path, inFormat(name, document, layout));
    return path;
  });
}
