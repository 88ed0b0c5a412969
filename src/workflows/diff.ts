import { dayOf } from '../day-of.ts';
import { acknowledge, idleAcknowledgements } from '../change/acknowledge.ts';
import type { Acknowledgement } from '../change/acknowledgements.ts';
import { compareStreams } from '../change/compare-streams.ts';
import { compare } from '../change/compare.ts';
import type { Comparison } from '../change/comparison.ts';
import type { DiffDocument, SnapshotInfo } from '../report/documents/diff/diff-document.ts';
import { render } from '../report/formats.ts';
import { diffFindings } from '../report/documents/settled-document.ts';
import { openSnapshot } from '../run/snapshot-stream.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { deliver, layoutFor, summarise, type ReportOptions } from './output.ts';
import type { Session } from './session.ts';

/** The options of a comparison. */
export interface DiffOptions extends Pick<ReportOptions, 'failOn'> {
  /** All acknowledgements, whether in force or not. */
  readonly known: readonly Acknowledgement[];
  /** The day on which acknowledgements must be in force, `YYYY-MM-DD`. */
  readonly today: string;
  /** Further fingerprints that acknowledgements may match, besides those of changes. */
  readonly also?: readonly string[];
}

const infoOf = ({ name, origin, dates }: SnapshotInfo): SnapshotInfo => ({ name, origin, dates });

/** Returns the document of a comparison, with the acknowledged changes marked. */
function documentOf(
  base: SnapshotInfo,
  head: SnapshotInfo,
  { changes, undecided, unchanged }: Comparison,
  options: DiffOptions,
): DiffDocument {
  const { known } = options;
  return {
    base: infoOf(base),
    head: infoOf(head),
    changes: acknowledge(changes, known, options.today),
    undecided,
    unchanged,
    failOn: options.failOn,
    idle: idleAcknowledgements(changes, known, options.today, options.also),
  };
}

/** Returns the document of a comparison of two snapshots in memory. */
export function diffDocument(base: Snapshot, head: Snapshot, options: DiffOptions): DiffDocument {
  return documentOf(base, head, compare(base, head), options);
}

/** Returns the document of a comparison of two runs of any size. */
async function streamedDocument(
  base: string,
  head: string,
  options: DiffOptions,
  { recordings }: Pick<Session, 'recordings'>,
): Promise<DiffDocument> {
  const [before, after] = [await openSnapshot(base, recordings), await openSnapshot(head, recordings)];
  return documentOf(before, after, await compareStreams(before, after), options);
}

/**
 * Prints the differences between two runs or sets of recordings of any size.
 *
 * @returns the exit code: 1 if a change fails
 */
export async function diff(
  base: string,
  head: string,
  options: ReportOptions,
  session: Session,
): Promise<number> {
  const today = dayOf(session.clock.now());
  const known = session.acknowledgements(options.acknowledged);
  const { failOn } = options;
  const document = await streamedDocument(base, head, { failOn, known, today }, session);
  deliver(render('diff', options.format, document, layoutFor(options, session)), options, session);
  summarise((layout) => render('diff', 'markdown', document, layout), options, session);
  return diffFindings(document).exitCode;
}
