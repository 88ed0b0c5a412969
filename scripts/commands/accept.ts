import { Command, Option } from 'commander';
import { ACKNOWLEDGED } from '../../src/change/acknowledgements.ts';
import { RECORDINGS } from '../../src/evidence/recordings.ts';
import { accept, type AcceptOptions } from '../../src/workflows/accept.ts';
import type { MakeCommand } from '../main.ts';

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

/** `accept [RUN]`: a live run made the baseline. */
export const acceptCommand: MakeCommand = (session, setExitCode) =>
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
    .action(async (named: string | undefined, options: AcceptOptions) =>
      setExitCode(await accept(named, options, session)),
    );
