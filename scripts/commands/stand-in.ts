import { once } from 'node:events';
import { Command, Option } from 'commander';
import { Fault } from '../../src/fault.ts';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import { BEHAVIOURS, openStandIn, type Behaviour, type StandIn } from '../../src/stand-in/stand-in.ts';
import type { MakeCommand } from '../main.ts';
import { wholeNumber } from '../options/live-options.ts';

const HELP = `
A site on this machine that answers as Jira was measured to. It is not Jira, and
each answer says so. The settings that it prints are made up; write them to a
file and pass that with --settings. While it runs, curl switches it:
  curl -X POST 'ORIGIN/_stand-in/become?behaviour=2022-11'
  curl -X POST 'ORIGIN/_stand-in/revoke?which=apiToken&after=60000'
  curl -X POST 'ORIGIN/_stand-in/fault?kind=throttle&times=3'
  curl -X DELETE ORIGIN/_stand-in/faults
It ends with Ctrl-C.

Exit code: 0 it was ended, 2 bad usage, or a port that is taken, 3 its settings
could not be printed.

Example:
  npm run --silent stand-in > stand-in.env &
  npm run check -- --live --settings stand-in.env`;

async function open(port: number, behaviour: Behaviour): Promise<StandIn> {
  try {
    return await openStandIn({ port, behaviour });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault(
      'usage',
      `The stand-in cannot listen on port ${port}: ${why}. Choose another with --port.`,
    );
  }
}

/** `stand-in`: a local site to try it all on. */
export const standInCommand: MakeCommand = (session) =>
  new Command('stand-in')
    .description('Runs a local site that answers as Jira was measured to, and prints settings for it.')
    .addOption(
      new Option('--port <number>', 'where to listen; 0 takes a free port')
        .argParser(wholeNumber('--port', 0, 65_535))
        .default(8931),
    )
    .addOption(new Option('--behaviour <date>', 'as of when').choices(BEHAVIOURS).default('2026-09'))
    .addHelpText('after', HELP)
    .action(async ({ port, behaviour }: { port: number; behaviour: Behaviour }) => {
      const standIn = await open(port, behaviour);
      const signal = session.interrupted();
      const settings = Object.entries(environmentFor(standIn.origin));
      session.stdout.write(`${settings.map(([name, value]) => `${name}=${value}`).join('\n')}\n`);
      session.stderr.write(`The stand-in answers at ${standIn.origin} as of ${behaviour}. It is not Jira.\n`);
      if (!signal.aborted) await once(signal, 'abort');
      await standIn.close();
    });
