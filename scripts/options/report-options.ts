import { existsSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { LEVELS } from '../../src/change/levels.ts';
import { Fault } from '../../src/fault.ts';
import { choicesFor } from '../../src/report/formats.ts';
import type { ReportName } from '../../src/workflows/output.ts';

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

const NAMES: readonly string[] = [...choicesFor('check'), 'png'];

const isName = (name: string): name is ReportName => NAMES.includes(name);

const collect = (value: string, before: readonly ReportName[] = []): ReportName[] => {
  if (!isName(value)) throw new InvalidArgumentError(`It must be one of ${NAMES.join(', ')}.`);
  return [...before, value];
};

/** Adds the option that writes reports beside a run's file. */
export function withWrittenReports(command: Command): Command {
  return command.addOption(
    new Option('--report <format>', 'write a report beside the run file, too; may be repeated').argParser(
      collect,
    ),
  );
}
