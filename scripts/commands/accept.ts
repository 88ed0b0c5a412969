import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command, Option } from 'commander';
import { ACKNOWLEDGED, keepAcknowledgements } from '../../src/change/acknowledged.ts';
import { compare } from '../../src/change/compare.ts';
import { Fault } from '../../src/contract/fault.ts';
import {
  hasRecordings,
  RECORDINGS,
  readRecordings,
  type RecordingSet,
} from '../../src/evidence/recordings.ts';
import { checkSetFolder, writeSet } from '../../src/evidence/write-set.ts';
import { render } from '../../src/report/formats.ts';
import { weigh, whyWorse, type Weight } from '../../src/findings/weigh-evidence.ts';
import { findingLine } from '../../src/report/documents/states.ts';
import { count } from '../../src/report/documents/words.ts';
import { readRun, type Run } from '../../src/run/run.ts';
import {
  exchangesPath,
  findRunFile,
  readSide,
  REPORTS,
  sideOfRecordings,
  sideOfRun,
} from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import type { Streams } from '../streams.ts';
import { acceptedBreaks, type AcceptedBreak } from './accepted-breaks.ts';
import { acceptedBaseline, baselineName } from './baselines.ts';
import { checkDayToCome } from './day-to-come.ts';
import { diffDocument } from './diff.ts';
import { isAcceptedThough } from './worse-evidence.ts';
import { newestRun } from './newest-run.ts';
import { knownToday } from './judge-subject.ts';
import { layoutFor, today } from './options.ts';

const HELP = `
RUN is the folder of a live run in reports/; without it, the newest. What
differs from the baseline so far is shown, and you are asked. From then on
"npm run check -- --live" and the nightly run compare with it. What the run
breaks in the contract is acknowledged, so that the next night is green; without
--until for good, because the contract in specs/ is changed by hand.

Exit code: 0 it is the baseline, 2 there is no such run, it did not come to its
end, says less than the baseline, or you did not say yes, 3 another command
is at work, or it would hold a secret.

Examples:
  npm run accept
  npm run accept -- live-2026-11-24-030507 --yes
  npm run accept -- --site acme --until 2027-01-31`;

interface Options {
  readonly yes: boolean;
  readonly evenIfWorse: boolean;
  readonly acknowledge: boolean;
  readonly acknowledged: string;
  readonly reason?: string;
  readonly link?: string;
  readonly until?: string;
  readonly site?: string;
  readonly into: string;
}

/** The exchanges of a run that may be a baseline. */
function acceptable(run: string): RecordingSet {
  if (!hasRecordings(basename(exchangesPath(run)), join(REPORTS, run))) {
    throw new Fault('unknown-recordings', `${REPORTS}/${run} is no live run: it holds no exchanges.`);
  }
  const set = readRecordings('exchanges', join(REPORTS, run));
  const { info } = set;
  const refuse = (why: string): Fault => new Fault('usage', `${run} ${why}: it cannot be the baseline.`);
  if (info.origin !== 'recorded') throw refuse('was seen at the stand-in, which is not Jira');
  if (info.incomplete !== undefined) throw refuse(`did not come to its end (${info.incomplete})`);
  return set;
}

/** A run that may be accepted. */
interface Accepted {
  readonly name: string;
  readonly set: RecordingSet;
  /** What became of the rows of the contract; undefined where the run was not judged. */
  readonly judged: Run | undefined;
}

/** How much a run says, the probes included that got no answer. */
function weightOfRun({ set, judged }: Accepted): Weight {
  const unanswered = (judged?.rows ?? []).filter(
    ({ kind, verdict, answer }) => kind === 'contract' && verdict === 'inconclusive' && !answer,
  );
  return weigh(set, unanswered.length);
}

/** What goes on failing once the run is the baseline: it becomes known with it. */
function breaksOf(
  { name, judged }: Accepted,
  { site, into, acknowledge, acknowledged, reason, link, until }: Options,
): AcceptedBreak[] {
  if (!judged || !acknowledge) return [];
  const before = acceptedBaseline(site, into);
  const changes =
    before === undefined ? [] : compare(readSide(join(into, before)), sideOfRun(judged)).changes;
  const known = existsSync(acknowledged) ? knownToday(acknowledged) : [];
  const why = { reason: reason ?? `accepted with ${name} on ${today()}`, link, until };
  return acceptedBreaks(judged, { changes, failOn: 'info' }, known, why);
}

/** Whether the evidence is good enough, or a person takes it all the same. */
async function isGoodEnough(
  run: Accepted,
  { evenIfWorse, site, into }: Options,
  streams: Streams,
): Promise<boolean> {
  if (evenIfWorse) return true;
  const before = acceptedBaseline(site, into);
  const replaced = before === undefined ? undefined : weigh(readRecordings(before, into), 0);
  const worse = whyWorse(weightOfRun(run), replaced);
  return worse === undefined || isAcceptedThough(`${run.name} ${worse}`, streams);
}

/** Shows on stderr what changes with a run as the baseline, and gives back how many changes that are. */
function showChanges(
  { name, set }: Accepted,
  { site, into, acknowledged }: Options,
  streams: Streams,
): number {
  const before = acceptedBaseline(site, into);
  if (before === undefined) return 0;
  const head = { ...sideOfRecordings(set), name };
  const document = diffDocument(readSide(join(into, before)), head, { acknowledged, failOn: 'info' });
  const layout = layoutFor({ all: true }, streams);
  streams.stderr.write(render('diff', 'text', document, layout));
  return document.changes.length;
}

/** Shows what would be accepted, and asks. Where nothing differs and nothing breaks, nobody is asked. */
async function isAgreed(
  run: Accepted,
  breaks: readonly AcceptedBreak[],
  options: Options,
  streams: Streams,
): Promise<boolean> {
  const changes = showChanges(run, options, streams);
  if (breaks.length > 0) {
    const lines = breaks.map(({ finding }) => `  ${findingLine(finding)}\n`);
    streams.stderr.write(`Known from then on, because the contract does not say so:\n${lines.join('')}`);
  }
  if (options.yes || changes + breaks.length === 0) return true;
  if (!streams.ask) {
    throw new Fault(
      'usage',
      `${run.name} changes the baseline or breaks the contract, and there is nobody to ask: say --yes.`,
    );
  }
  return /^y(?:es)?$/i.test((await streams.ask(`Accept ${run.name} as the baseline? [y/N] `)) ?? '');
}

/** `accept [RUN]`: a live run made the baseline. */
export const acceptCommand: MakeCommand = (streams, setExitCode) =>
  new Command('accept')
    .description('Makes a live run the baseline that later ones are compared with.')
    .argument('[run]', 'the run; the newest unless it is named')
    .option('--site <name>', 'of several sites, the one whose baseline it is')
    .addOption(
      new Option('--into <folder>', 'where baselines are').default(RECORDINGS, 'fixtures/recordings'),
    )
    .option('--yes', 'do not ask whether the changes are right', false)
    .option('--even-if-worse', 'also where it says less than the baseline that it replaces', false)
    .option('--no-acknowledge', 'leave what it breaks in the contract as new')
    .option('--reason <text>', 'why that is known (default: that it was accepted)')
    .option('--link <address>', 'where it is spoken of, with https')
    .option('--until <date>', 'the last day on which it is known, YYYY-MM-DD')
    .addOption(
      new Option('--acknowledged <file>', 'where what is known is kept').default(
        ACKNOWLEDGED,
        'fixtures/acknowledged.json',
      ),
    )
    .addHelpText('after', HELP)
    .action(async (named: string | undefined, options: Options) => {
      checkDayToCome(options.until);
      const operand = named ?? newestRun(options.site);
      const set = acceptable(operand);
      const file = findRunFile(operand);
      const run = { name: operand, set, judged: file === undefined ? undefined : readRun(file) };
      const name = baselineName(options.site);
      const folder = join(options.into, name);
      // A person is asked for nothing that cannot be done.
      checkSetFolder(folder);
      const breaks = breaksOf(run, options);
      if (!(await isGoodEnough(run, options, streams)) || !(await isAgreed(run, breaks, options, streams))) {
        streams.stderr.write('Not accepted: the baseline is as it was.\n');
        return setExitCode(2);
      }
      // Known first: where the baseline cannot be written, what changed goes on failing.
      if (breaks.length > 0) {
        keepAcknowledgements(
          breaks.map(({ acknowledgement }) => acknowledgement),
          options.acknowledged,
        );
      }
      writeSet(folder, { ...set.info, name }, set.exchanges);
      streams.stdout.write(
        `${run.name} is the baseline now: ${set.exchanges.length} exchanges in ${folder}.${breaks.length > 0 ? ` ${count(breaks.length, 'finding')} acknowledged in ${options.acknowledged}.` : ''}\n`,
      );
      return undefined;
    });
