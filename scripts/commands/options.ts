import { existsSync, readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { LEVELS, type Level } from '../../src/change/levels.ts';
import { Fault } from '../../src/contract/fault.ts';
import { choicesFor, type FormatName } from '../../src/report/formats.ts';
import { redact } from '../../src/evidence/redaction.ts';
import { writeWhole } from '../../src/evidence/write-file.ts';
import { USUAL_WIDTH, type Layout } from '../../src/report/layout.ts';
import { toPng } from '../../src/report/drawings/png.ts';
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

/** Whether a file is to hold a picture. */
const isPicture = (out: string | undefined): boolean => out?.toLowerCase().endsWith('.png') === true;

/**
 * What is drawn as SVG becomes a PNG where that is asked for, by the format or by the name of the file.
 *
 * @throws Fault `usage` where it would be printed, or where the file is called a picture and the format is none
 */
function settlePicture(command: Command): void {
  const { format, out } = command.opts<{ format: string; out?: string }>();
  const isNamed = command.getOptionValueSource('format') === 'cli';
  if (format === 'png' && out === undefined) {
    throw new Fault('usage', '--format png is for files: name one with --out FILE.png.');
  }
  if (isPicture(out) && isNamed && !['png', 'svg'].includes(format)) {
    throw new Fault(
      'usage',
      `--out ${out} is a picture, but --format is ${format}. Leave --format out, or name another file.`,
    );
  }
  if (format !== 'png' && !isPicture(out)) return;
  command.setOptionValue('format', 'svg');
  command.setOptionValue('picture', true);
}

/** Adds to a command in which format it prints, and where: as a picture, too, where one can be drawn. */
export function withFormat(command: Command, formats: readonly string[]): Command {
  const names = formats.includes('svg') ? [...formats, 'png'] : formats;
  return command
    .addOption(new Option('--format <format>', 'how to print it').choices(names).default('text'))
    .option('--out <file>', 'write it to a file instead of the terminal')
    .hook('preAction', (_, action) => settlePicture(action));
}

/** Adds the options of a report on a run or a comparison to a command. */
export function withReportOptions(
  command: Command,
  acknowledged: string,
  document: 'check' | 'diff' = 'check',
): Command {
  return withFormat(withBounds(command, acknowledged), choicesFor(document)).option(
    '--all',
    'list what is only counted otherwise',
    false,
  );
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

/** Prints a report, or writes it to the file that was named, as text or as the picture that it draws. */
export function deliver(
  report: string,
  { out, format, picture }: { readonly out?: string; readonly format: string; readonly picture?: boolean },
  { stdout }: Pick<Streams, 'stdout'>,
): void {
  if (out === undefined && format === 'github' && stdout.writeCommands) stdout.writeCommands(report);
  else if (out === undefined) stdout.write(report);
  else writeWhole(out, picture ? toPng(redact(report)) : report, 'named');
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
