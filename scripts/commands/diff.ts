import { Command, Option } from 'commander';
import { acknowledge, idleAcknowledgements } from '../../src/change/acknowledge.ts';
import { ACKNOWLEDGED, readAcknowledged } from '../../src/change/acknowledged.ts';
import { compareStreams } from '../../src/change/compare-streams.ts';
import { compare } from '../../src/change/compare.ts';
import type { Comparison } from '../../src/change/comparison.ts';
import { jsonText } from '../../src/evidence/json-text.ts';
import { Fault } from '../../src/contract/fault.ts';
import { daysSince } from '../../src/history/nights.ts';
import { diffJsonSchema } from '../../src/report/machine/diff-schema.ts';
import type { DiffDocument, SideInfo } from '../../src/report/documents/diff/diff-document.ts';
import { render } from '../../src/report/formats.ts';
import { diffFindings } from '../../src/report/documents/settled-document.ts';
import { openSide } from '../../src/run/side-stream.ts';
import type { Side } from '../../src/run/side.ts';
import { PLAIN } from '../../src/report/layout.ts';
import type { MakeCommand } from '../main.ts';
import { deliver, layoutFor, summarise, today, withReportOptions, type ReportOptions } from './options.ts';

const HELP = `
BASE and HEAD are sets in fixtures/recordings, runs in reports/, or paths of run
files.

Exit code: 0 nothing new, 1 a new change at or above --fail-on, 2 bad usage or
files, 3 it would hold a secret, or could not be printed.

Examples:
  npm run diff -- public-2022-11 public-2026-09
  npm run --silent diff -- public-2019-11 public-2019-12 --format json`;

/** What decides over a comparison, and when it is made, where its age is to be told: milliseconds since 1970. */
type Bounds = Pick<ReportOptions, 'acknowledged' | 'failOn'> & {
  readonly now?: number;
  /** Fingerprints that acknowledgements may match beside those of changes. */
  readonly also?: readonly string[];
};

const infoOf = ({ name, origin, dates }: SideInfo, now: number | undefined): SideInfo => ({
  name,
  origin,
  dates,
  ...(now !== undefined && { days: daysSince(dates.to, now) }),
});

/** The document of what was found between two sides, with the known changes marked. */
function documentOf(
  base: SideInfo,
  head: SideInfo,
  { changes, undecided, unchanged }: Comparison,
  options: Bounds,
): DiffDocument {
  const known = readAcknowledged(options.acknowledged);
  return {
    base: infoOf(base, options.now),
    head: infoOf(head, options.now),
    changes: acknowledge(changes, known, today()),
    undecided,
    unchanged,
    failOn: options.failOn,
    idle: idleAcknowledgements(changes, known, today(), options.also),
  };
}

/** The document of a comparison of two sides that are held whole. */
export function diffDocument(base: Side, head: Side, options: Bounds): DiffDocument {
  return documentOf(base, head, compare(base, head), options);
}

/** The document of a comparison of two runs of any size. */
async function streamedDocument(base: string, head: string, options: Bounds): Promise<DiffDocument> {
  const [before, after] = [await openSide(base), await openSide(head)];
  return documentOf(before, after, await compareStreams(before, after), options);
}

/** `diff BASE HEAD`: what differs between two runs or sets of recordings. */
export const diffCommand: MakeCommand = (streams, setExitCode) =>
  withReportOptions(new Command('diff'), ACKNOWLEDGED, 'diff')
    .description('Says what differs between two runs or sets of recordings, and how bad that is.')
    .argument('[base]', 'the earlier side')
    .argument('[head]', 'the later side')
    .addOption(new Option('--schema', 'print the JSON Schema of --format json, and nothing else'))
    .addHelpText('after', HELP)
    .action(
      async (
        base: string | undefined,
        head: string | undefined,
        options: ReportOptions & { schema?: boolean },
      ) => {
        if (options.schema) {
          deliver(jsonText(diffJsonSchema()), options, streams);
          return;
        }
        if (base === undefined || head === undefined) {
          throw new Fault('usage', 'diff needs two sides, BASE and HEAD. Run with --help for the options.');
        }
        const document = await streamedDocument(base, head, { ...options, now: Date.now() });
        deliver(render('diff', options.format, document, layoutFor(options, streams)), options, streams);
        summarise(() => render('diff', 'markdown', document, PLAIN), options, streams);
        setExitCode(diffFindings(document).exitCode);
      },
    );
