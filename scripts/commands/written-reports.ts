import { join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { redact } from '../../src/evidence/redaction.ts';
import { writeWhole } from '../../src/evidence/write-file.ts';
import type { CheckDocument } from '../../src/report/documents/check/check-document.ts';
import { choicesFor, FORMATS, render, type FormatName } from '../../src/report/formats.ts';
import type { Layout } from '../../src/report/layout.ts';
import { toPng } from '../../src/report/drawings/png.ts';

/** What `--report` can write: every format of a run, and the picture as PNG. */
export type ReportName = FormatName | 'png';

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
    writeWhole(path, inFormat(name, document, layout));
    return path;
  });
}
