import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Level } from '../change/levels.ts';
import { Fault } from '../fault.ts';
import { redact } from '../secrets/redaction.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import type { CheckDocument } from '../report/documents/check/check-document.ts';
import type { Layout } from '../report/layout.ts';
import { FORMATS, type FormatName, render } from '../report/formats.ts';
import { USUAL_WIDTH } from '../report/layout.ts';
import { toPng } from '../report/drawings/png.ts';
import type { Streams } from './session.ts';

/** Options that every command with a report has. */
export interface ReportOptions {
  readonly format: FormatName;
  readonly out?: string;
  readonly failOn: Level;
  readonly acknowledged: string;
  readonly all: boolean;
}

/** The width of a line where the terminal does not say, or says 0, and the least that a line is folded to. */
const WIDTH = { usual: USUAL_WIDTH, least: 40 };

/** Characters to a line of a terminal, or of what has no width. */
export function terminalWidth({ stdout }: Pick<Streams, 'stdout'>): number {
  return Math.max(stdout.columns || WIDTH.usual, WIDTH.least);
}

/** The layout for where a report goes: colour for terminals only, unless NO_COLOR is set. */
export function layoutFor(
  { all, out }: Pick<ReportOptions, 'all' | 'out'>,
  { stdout, env }: Pick<Streams, 'stdout' | 'env'>,
): Layout {
  const terminal = out === undefined && stdout.isTTY === true;
  return { width: terminalWidth({ stdout }), colour: terminal && !env['NO_COLOR'], all };
}

/** Prints a report, or writes it to the file that was named, as text or as the picture that it draws. */
export function deliver(
  report: string,
  { out, format, picture }: { readonly out?: string; readonly format: string; readonly picture?: boolean },
  { stdout }: Pick<Streams, 'stdout'>,
): void {
  if (out === undefined && format === 'github' && stdout.writeCommands) stdout.writeCommands(report);
  else if (out === undefined) stdout.write(report);
  else writeFileAtomically(out, picture ? toPng(redact(report)) : report, 'named');
}

/** With annotations for GitHub goes the summary of the job, where GitHub names a file for it. */
export function summarise(
  markdown: () => string,
  options: { readonly format: string },
  streams: Pick<Streams, 'env'>,
): void {
  const file = summaryFile(options, streams);
  if (file === undefined) return;
  // Other steps write into it, too.
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  writeFileAtomically(file, before + markdown(), 'named');
}

/** The file that GitHub names for the summary of a job; only its format writes one. */
export function summaryFile(
  { format }: { readonly format?: string },
  { env }: Pick<Streams, 'env'>,
): string | undefined {
  const file = env['GITHUB_STEP_SUMMARY'];
  return format === 'github' && file ? file : undefined;
}

/**
 * Does what comes after a site has answered. Where that fails, says where the answers are: nobody should have to ask again.
 *
 * @param kept where they are kept; undefined where they are not
 */
export async function keeping<T>(
  kept: string | undefined,
  { stderr }: Pick<Streams, 'stderr'>,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault && kept !== undefined) stderr.write(`What was seen is kept in ${kept}.\n`);
    throw error;
  }
}

/** What `--report` can write: every format of a run, and the picture as PNG. */
export type ReportName = FormatName | 'png';

/** A document in a format, ready to be written. */
export function inFormat(name: ReportName, document: CheckDocument, layout: Layout): string | Uint8Array {
  return name === 'png'
    ? toPng(redact(render('check', 'svg', document, layout)))
    : render('check', name, document, layout);
}

/** Writes reports of a run into its folder, and gives back their paths. */
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
