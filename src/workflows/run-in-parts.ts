import { PRESENT } from '../contract/eras.ts';
import { Fault } from '../fault.ts';
import { writeRecordings } from '../evidence/write-recordings.ts';
import type { CheckDocument } from '../report/documents/check/check-document.ts';
import { infoOf } from '../run/answers.ts';
import { checkPartWritable, mergeParts, writePart } from '../run/run-parts.ts';
import { judgeContract } from '../run/judge-contract.ts';
import type { Shard } from '../run/shard.ts';
import { exchangesPath } from '../run/snapshot.ts';
import { mostParts, partOfContract } from '../run/split-contract.ts';
import { declared } from '../../specs/declared.ts';
import type { Session } from './session.ts';
import { acceptedBaseline } from './baselines.ts';
import { hint } from './hint.ts';
import { documentOf, saveRun, type JudgeOptions } from './judge-subject.ts';
import { baselineOf, setBefore, type Subject } from './subject.ts';

/** What a part of a run is made with. */
interface PartOptions {
  readonly live: boolean;
  readonly blob: string;
  readonly site?: string | undefined;
  readonly anonymise: boolean;
}

/**
 * Judges one part of a run, and saves it for --merge, which concludes from all of them.
 *
 * @param ask gives what is judged, once the part is known to be possible
 * @throws Fault `usage` where there are more parts than operations, or the folder holds something else
 */
export async function checkPart(
  shard: Shard,
  ask: () => Promise<Subject>,
  options: PartOptions,
  { stderr }: Pick<Session, 'stderr'>,
): Promise<void> {
  const contract = await declared();
  const most = mostParts(contract, PRESENT);
  if (shard.count > most) {
    throw new Fault(
      'usage',
      `There are ${most} operations that can be asked apart: no more than ${most} parts can be made of them.`,
    );
  }
  checkPartWritable(options.blob, shard);
  const { answers } = await ask();
  const info = infoOf(answers);
  const judged = judgeContract(partOfContract(contract, info.era, shard), answers);
  writePart(options.blob, shard, judged, info, 'seen' in answers ? answers.seen.exchanges : undefined);
  stderr.write(
    `Part ${shard.index} of ${shard.count}, ${judged.rows.length} rows, is in ${options.blob}. Put all together: ${hint('check', options.live ? options : {}, '--merge', options.blob)}\n`,
  );
}

/** Puts the parts of a run together, saves it, and compares it as one runner would have compared it. */
export function mergedDocument(
  folder: string,
  options: JudgeOptions,
  session: Pick<Session, 'recordings'>,
): CheckDocument {
  const { run, exchanges } = mergeParts(folder);
  const { recordings } = run;
  const { name } = recordings;
  if (exchanges) writeRecordings(exchangesPath(name), { ...recordings, name: 'exchanges' }, exchanges);
  const usual = exchanges ? acceptedBaseline(options.site) : setBefore(recordings, session.recordings);
  const baseline = baselineOf(options.baseline, usual, session.recordings);
  const file = saveRun(run, name, options);
  return documentOf(run, file, baseline, options, session);
}
