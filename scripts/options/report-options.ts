import { existsSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { ACKNOWLEDGEMENTS_FILE } from '../../src/change/acknowledgements.ts';
import { LEVELS } from '../../src/change/levels.ts';
import { Fault } from '../../src/fault.ts';
import { choicesFor } from '../../src/report/formats.ts';
import { withVerbosity } from './output-options.ts';
import type { ReportName } from '../../src/workflows/output.ts';

/**
 * Creates an option that names a file to read. The default file may be missing, because there may be nothing to read yet. A
 * file that the user names must exist, because otherwise the option would be ignored silently.
 *
 * @throws Fault `unreadable-file`, when the options are parsed
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

/** Adds the options that decide whether a change fails the command. */
export function withBounds(command: Command): Command {
  return command
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 for a new change at or above this level')
        .choices(LEVELS)
        .default('minor'),
    )
    .addOption(
      fileOption(
        'acknowledged',
        'file of acknowledgements',
        ACKNOWLEDGEMENTS_FILE,
        'fixtures/acknowledged.json',
      ),
    );
}

/** Whether a file is named as a picture. */
const isPicture = (out: string | undefined): boolean => out?.toLowerCase().endsWith('.png') === true;

/**
 * Switches the output to PNG if the format or the name of the file asks for it. A PNG is drawn as SVG first.
 *
 * @throws Fault `usage` if a picture would be printed, or if the file is named as a picture and the format is not one
 */
function settlePicture(command: Command): void {
  const { format, out } = command.opts<{ format: string; out?: string }>();
  const isNamed = command.getOptionValueSource('format') === 'cli';
  if (format === 'png' && out === undefined) {
    throw new Fault('usage', '--format png cannot be printed. Name a file with --out FILE.png.');
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

/** Adds the options for the format and the destination of the output. PNG is offered if SVG is. */
export function withFormat(command: Command, formats: readonly string[]): Command {
  const names = formats.includes('svg') ? [...formats, 'png'] : formats;
  return command
    .addOption(new Option('--format <format>', 'output format').choices(names).default('text'))
    .addOption(new Option('--out <file>', 'write the output to this file').default(undefined, 'stdout'))
    .hook('preAction', (_, action) => settlePicture(action));
}

/** Adds the options of a command that reports on a run or a comparison. */
export function withReportOptions(command: Command, document: 'check' | 'diff' = 'check'): Command {
  return withVerbosity(
    withFormat(withBounds(command), choicesFor(document)).option(
      '--all',
      'also list what is otherwise only counted',
      false,
    ),
  );
}

const NAMES: readonly string[] = [...choicesFor('check'), 'png'];

const isName = (name: string): name is ReportName => NAMES.includes(name);

const collect = (value: string, before: readonly ReportName[] = []): ReportName[] => {
  if (!isName(value)) throw new InvalidArgumentError(`It must be one of ${NAMES.join(', ')}.`);
  return [...before, value];
};

/** Adds the option that writes reports next to the run file. */
export function withWrittenReports(command: Command): Command {
  return command.addOption(
    new Option('--report <format>', 'also write a report next to the run file; may be repeated')
      .argParser(collect)
      .default(undefined, 'no report'),
  );
}
