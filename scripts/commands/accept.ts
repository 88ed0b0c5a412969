import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { Fault } from '../../src/contract/fault.ts';
import { RECORDINGS, readRecordings } from '../../src/evidence/recordings.ts';
import { writeSet } from '../../src/evidence/write-set.ts';
import { exchangesPath, REPORTS } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';

/** The set that live runs are compared with once there is one. */
export const ACCEPTED = 'baseline';

const HELP = `
RUN is the folder of a live run in reports/; without it, the newest. From then
on "npm run check -- --live" compares with it.

Exit code: 0 it is the baseline, 2 there is no such run, or it did not come to
its end.

Example:
  npm run accept -- live-2026-11-24-030507`;

/** The newest run that has exchanges. */
function newestRun(): string {
  const runs = existsSync(REPORTS)
    ? readdirSync(REPORTS).filter((name) => existsSync(exchangesPath(name)))
    : [];
  const newest = runs.toSorted().at(-1);
  if (newest !== undefined) return newest;
  throw new Fault(
    'unknown-recordings',
    `There is no live run in ${REPORTS}/. Make one: npm run check -- --live`,
  );
}

/** `accept [RUN]`: a live run made the baseline. */
export const acceptCommand: MakeCommand = ({ stdout }) =>
  new Command('accept')
    .description('Makes a live run the baseline that later ones are compared with.')
    .argument('[run]', 'the run; the newest unless it is named')
    .addHelpText('after', HELP)
    .action((named: string | undefined) => {
      const run = named ?? newestRun();
      if (!existsSync(exchangesPath(run))) {
        throw new Fault('unknown-recordings', `${REPORTS}/${run} is no live run: it holds no exchanges.`);
      }
      const { info, exchanges } = readRecordings('exchanges', join(REPORTS, run));
      if (info.origin !== 'recorded') {
        throw new Fault(
          'usage',
          `${run} was seen at the stand-in, which is not Jira: it cannot be the baseline.`,
        );
      }
      if (info.incomplete !== undefined) {
        throw new Fault(
          'usage',
          `${run} did not come to its end (${info.incomplete}): it cannot be the baseline.`,
        );
      }
      writeSet(join(RECORDINGS, ACCEPTED), { ...info, name: ACCEPTED }, exchanges);
      stdout.write(
        `${run} is the baseline now: ${exchanges.length} exchanges in fixtures/recordings/${ACCEPTED}.\n`,
      );
    });
