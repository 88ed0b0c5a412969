import { existsSync, readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { LEVELS, type Level } from '../../src/change/levels.ts';
import { Fault } from '../../src/contract/fault.ts';
import type { Layout } from '../../src/report/document.ts';
import { FORMATS, type FormatName } from '../../src/report/formats.ts';
import { redact } from '../../src/evidence/redaction.ts';
import { writeWhole } from '../../src/evidence/write-file.ts';
import { USUAL_WIDTH } from '../../src/report/plain-layout.ts';
import { toPng } from '../../src/report/png.ts';
import type { Streams } from '../streams.ts';
import { summaryFile } from './destinations.ts';

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

/**
 * An option that names a file to read. The usual file may be missing, because there is nothing to read yet; one that the
 * user names must be there, or else it would be ignored in silence.
 *
 * @throws Fault `unreadable-file` while the options are read
 */
export function fileOption(name: string, description: string, usual: string, shown?: string): Option {
  return new Option(`--${name} <file>`, description)
    .argParser((path: string) => {
      if (existsSync(path)) return path;
      throw new Fault(
        'unreadable-file',
        `There is no file ${path} (--${name}). Correct the path, or create it.`,
      );
    })
    .default(usual, shown);
}

/** Adds to a command what decides whether a change fails it. */
export function withBounds(command: Command, acknowledged: string): Command {
  return command
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 for a new change at or above this level')
        .choices(LEVELS)
        .default('minor'),
    )
    .addOption(fileOption('acknowledged', 'the known changes', acknowledged, 'fixtures/acknowledged.json'));
}

/** Adds the options of a report to a command. */
export function withReportOptions(command: Command, acknowledged: string): Command {
  return withBounds(command, acknowledged)
    .addOption(
      new Option('--format <format>', 'how to print it').choices(Object.keys(FORMATS)).default('text'),
    )
    .option('--out <file>', 'write it to a file instead of the terminal')
    .option('--all', 'list what is only counted otherwise', false);
}

/** Characters to a line of a terminal, or of what has no width. */
export function terminalWidth({ stdout }: Pick<Streams, 'stdout'>): number {
  return Math.max(stdout.columns || WIDTH.usual, WIDTH.least);
}

/** The layout for where a report goes: colour for terminals only, unless NO_COLOR is set. */
export function layoutFor(
  { all, out }: Pick<ReportOptions, 'all' | 'out'>,
  { stdout, env }: Streams,
): Layout {
  const terminal = out === undefined && stdout.isTTY === true;
  return { width: terminalWidth({ stdout }), colour: terminal && !env['NO_COLOR'], all };
}

/** Prints a report, or writes it to the file that was named; a picture as PNG where the file is called so. */
export function deliver(
  report: string,
  { out, format }: { readonly out?: string; readonly format: string },
  { stdout }: Pick<Streams, 'stdout'>,
): void {
  if (out === undefined && format === 'github' && stdout.writeCommands) stdout.writeCommands(report);
  else if (out === undefined) stdout.write(report);
  else writeWhole(out, format === 'svg' && out.endsWith('.png') ? toPng(redact(report)) : report, 'named');
}

/** With annotations for GitHub goes the summary of the job, where GitHub names a file for it. */
export function summarise(
  markdown: () => string,
  options: { readonly format: string },
  streams: Streams,
): void {
  const file = summaryFile(options, streams);
  if (file === undefined) return;
  // Other steps write into it, too.
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  writeWhole(file, before + markdown(), 'named');
}

/** Today as `YYYY-MM-DD`, in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
