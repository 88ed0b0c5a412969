import { acknowledge, idleAcknowledgements } from '../change/acknowledge.ts';
import { readAcknowledged } from '../change/acknowledgements.ts';
import { compareStreams } from '../change/compare-streams.ts';
import { compare } from '../change/compare.ts';
import type { Comparison } from '../change/comparison.ts';
import { daysSince } from '../history/nights.ts';
import type { DiffDocument, SideInfo } from '../report/documents/diff/diff-document.ts';
import { render } from '../report/formats.ts';
import { PLAIN } from '../report/layout.ts';
import { diffFindings } from '../report/documents/settled-document.ts';
import { openSnapshot } from '../run/snapshot-stream.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { deliver, layoutFor, summarise, type ReportOptions } from './output.ts';
import { dayOf, type Session } from './session.ts';

/** What decides over a comparison. */
export interface Bounds extends Pick<ReportOptions, 'acknowledged' | 'failOn'> {
  /** The day on which acknowledgements must be in force, as `YYYY-MM-DD`. */
  readonly today: string;
  /** When the comparison is made, where its age is to be reported: milliseconds since 1970. */
  readonly now?: number;
  /** Fingerprints that acknowledgements may match beside those of changes. */
  readonly also?: readonly string[];
}

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
    changes: acknowledge(changes, known, options.today),
    undecided,
    unchanged,
    failOn: options.failOn,
    idle: idleAcknowledgements(changes, known, options.today, options.also),
  };
}

/** The document of a comparison of two sides that are held whole. */
export function diffDocument(base: Snapshot, head: Snapshot, options: Bounds): DiffDocument {
  return documentOf(base, head, compare(base, head), options);
}

/** The document of a comparison of two runs of any size. */
async function streamedDocument(base: string, head: string, options: Bounds): Promise<DiffDocument> {
  const [before, after] = [await openSnapshot(base), await openSnapshot(head)];
  return documentOf(before, after, await compareStreams(before, after), options);
}

/**
 * Prints what differs between two runs or sets of recordings of any size.
 *
 * @returns the exit code: 1 where a change fails
 */
export async function diff(
  base: string,
  head: string,
  options: ReportOptions,
  session: Session,
): Promise<number> {
  const now = session.clock.now();
  const document = await streamedDocument(base, head, { ...options, now, today: dayOf(now) });
  deliver(render('diff', options.format, document, layoutFor(options, session)), options, session);
  summarise(() => render('diff', 'markdown', document, PLAIN), options, session);
  return diffFindings(document).exitCode;
}
