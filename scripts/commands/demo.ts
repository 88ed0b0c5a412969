import { devNull } from 'node:os';
import { join } from 'node:path';
import { withoutWays } from '../../src/config/own-names.ts';
import { jsonText } from '../../src/json.ts';
import { writeFileAtomically } from '../../src/storage/write-file.ts';
import { AccountBook } from '../../src/live/account-book.ts';
import { REPORTS } from '../../src/run/snapshot.ts';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import { openStandIn } from '../../src/stand-in/stand-in.ts';
import { run, type MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { checkCommand } from './check.ts';
import { recordCommand } from './record.ts';

const HELP: CommandHelp = {
  summary: 'Demonstrates a change of behaviour and the alarm that it raises, offline.',
  notes: [
    'Runs against the stand-in, which is not Jira: records a baseline while the stand-in behaves as Jira did in 2022-11, switches it to the behaviour of 2026-09, and runs the check of a nightly job. Files are written to reports/demo and reports/live-*.',
  ],
  exitCodes: {
    0: 'the check raised the expected alarm',
    1: 'the check did not raise it',
    2: 'bad usage or files',
    3: 'no conclusion',
  },
  examples: ['npm run demo', 'npm run --silent demo > demo.txt'],
};

const FOLDER = join(REPORTS, 'demo');

/** `demo`: a change and its alarm, offline. */
export const demoCommand: MakeCommand = (session, setExitCode) =>
  documentedCommand('demo', HELP).action(async () => {
    const { stdout } = session;
    const standIn = await openStandIn({ behaviour: '2022-11' });
    try {
      const local = { ...session, env: { ...withoutWays(session.env), ...environmentFor(standIn.origin) } };
      const common = ['--settings', devNull, '--confirm-after', '0', '--core'];
      stdout.write('1. A stand-in (not Jira) behaves as Jira did in 2022-11. The baseline:\n\n');
      const recorded = await run(recordCommand, ['before', '--into', FOLDER, ...common], local);
      if (recorded !== 0) return setExitCode(recorded);
      standIn.become('2026-09');
      stdout.write('\n2. Overnight it changes to what Jira did in 2026-09. The nightly check:\n\n');
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
        '--history',
        join(FOLDER, 'history.jsonl'),
        ...common,
      ];
      // A nightly check is a process of its own, so its failed logins are counted from zero.
      const checked = await run(checkCommand, args, { ...local, accounts: new AccountBook() });
      stdout.write(`\n3. The check ended with exit code ${checked}, which makes a nightly job fail.\n`);
      setExitCode(checked === 1 ? 0 : 1);
    } finally {
      await standIn.close();
    }
  });
