import { devNull } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { jsonText } from '../../src/json.ts';
import { writeFileAtomically } from '../../src/storage/write-file.ts';
import { AccountBook } from '../../src/live/account-book.ts';
import { REPORTS } from '../../src/run/snapshot.ts';
import { environmentFor } from '../../src/stand-in/environment.ts';
import { openStandIn } from '../../src/stand-in/stand-in.ts';
import { run, type MakeCommand } from '../main.ts';
import { checkCommand } from './check.ts';
import { recordCommand } from './record.ts';

const HELP = `
Offline, against the stand-in, which is not Jira: records a baseline as of
2022-11, lets the stand-in become what Jira was in 2026-09, and runs the check
of a nightly job on it. What it writes is in reports/demo and reports/live-*.

Exit code: 0 the check raised the alarm that it should raise, 1 it did not,
2 bad usage or files, 3 it could not be concluded.`;

const FOLDER = join(REPORTS, 'demo');

/** `demo`: the whole story, offline. */
export const demoCommand: MakeCommand = (session, setExitCode) =>
  new Command('demo')
    .description('Shows a change of behaviour and the alarm that it raises.')
    .addHelpText('after', HELP)
    .action(async () => {
      const { stdout } = session;
      const standIn = await openStandIn({ behaviour: '2022-11' });
      try {
        const local = { ...session, env: { ...session.env, ...environmentFor(standIn.origin) } };
        const common = ['--settings', devNull, '--confirm-after', '0', '--core'];
        stdout.write('1. The stand-in, which is not Jira, behaves as Jira did in 2022-11. Baseline:\n\n');
        const recorded = await run(recordCommand, ['before', '--into', FOLDER, ...common], local);
        if (recorded !== 0) return setExitCode(recorded);
        standIn.become('2026-09');
        stdout.write('\n2. Overnight it becomes what Jira was in 2026-09. The nightly check:\n\n');
        const known = join(FOLDER, 'acknowledged.json');
        writeFileAtomically(known, jsonText([]));
        const args = [
          '--live',
          '--keep',
          '0',
          '--baseline',
          join(FOLDER, 'before'),
          '--acknowledged',
          known,
          ...common,
        ];
        // A night of its own, and so a process of its own: its logins are counted anew.
        const checked = await run(checkCommand, args, { ...local, accounts: new AccountBook() });
        stdout.write(
          `\n3. The check ended with exit code ${checked}: that is what turns a nightly job red.\n`,
        );
        setExitCode(checked === 1 ? 0 : 1);
      } finally {
        await standIn.close();
      }
    });
