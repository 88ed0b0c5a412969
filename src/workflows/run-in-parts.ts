import { PRESENT } from '../contract/eras.ts';
import { Fault } from '../fault.ts';
import { writeRecordings } from '../evidence/write-recordings.ts';
import type { CheckDocument } from '../report/documents/check/check-document.ts';
import { infoOf } from '../run/answers.ts';
import { checkPartWritable, mergeParts, writePart } from '../run/run-parts.ts';
import { judgeContract } from '../run/judge-contract.ts';
import type { Shard } from '../run/shard.ts';
import { exchangesPath } from '../run/snapshot.ts';
import { maxParts, partOfContract } from '../run/split-contract.ts';
import { declared } from '../../specs/declared.ts';
import type { Session } from './session.ts';
import { acceptedBaseline } from './baselines.ts';
import { hint } from './hint.ts';
import { documentOf, saveRun, type JudgeOptions } from './judge-subject.ts';
import { baselineOf, setBefore, type Subject } from './subject.ts';

/** The options of a part of a run. */
interface PartOptions {
  readonly live: boolean;
  readonly blob: string;
  readonly site?: string | undefined;
  readonly anonymise: boolean;
}

/**
 * Judges one part of a run, and stores it for `--merge`, which draws the conclusion from all parts.
 *
 * @param ask gives the subject, after the part was found to be valid
 * @throws Fault `usage` if there are more parts than operations, or the folder contains other files
 */
export async function checkPart(
  shard: Shard,
  ask: () => Promise<Subject>,
  options: PartOptions,
  { progress }: Pick<Session, 'progress'>,
): Promise<void> {
  const contract = await declared();
  const most = maxParts(contract, PRESENT);
  if (shard.count > most) {
    throw new Fault(
      'usage',
      `--shard cannot split the contract into ${shard.count} parts: it has ${most} operations that can be asked separately. Use at most ${most} parts.`,
    );
  }
  checkPartWritable(options.blob, shard);
  const { answers } = await ask();
  const info = infoOf(answers);
  const judged = judgeContract(partOfContract(contract, info.era, shard), answers);
  writePart(options.blob, shard, judged, info, 'seen' in answers ? answers.seen.exchanges : undefined);
  progress.write(
    `Part ${shard.index} of ${shard.count} with ${judged.rows.length} rows is in ${options.blob}. Merge all parts: ${hint('check', options.live ? options : {}, '--merge', options.blob)}\n`,
  );
}

/** Merges the parts of a run, stores the run, and compares it as if a single runner had asked everything. */
export function mergedDocument(
  folder: string,
  options: JudgeOptions,
  session: Pick<Session, 'recordings' | 'acknowledgements'>,
): CheckDocument {
  const { run, exchanges } = mergeParts(folder);
  const { recordings } = run;
  const { name } = recordings;
  if (exchanges) writeRecordings(exchangesPath(name), { ...recordings, name: 'exchanges' }, exchanges);
  const usual = exchanges
    ? acceptedBaseline(options.site, session.recordings)
    : setBefore(recordings, session.recordings);
  const baseline = baselineOf(options.baseline, usual, session.recordings);
  const file = saveRun(run, name, options);
  return documentOf(run, file, baseline, options, session);
}
