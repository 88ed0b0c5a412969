import { once } from 'node:events';
import { Option } from 'commander';
import { Fault } from '../../src/fault.ts';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import { BEHAVIOURS, openStandIn, type Behaviour, type StandIn } from '../../src/stand-in/stand-in.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { wholeNumber } from '../options/live-options.ts';

const HELP: CommandHelp = {
  summary: 'Runs a local site that behaves as Jira was measured to, and prints settings for it.',
  notes: [
    'The stand-in is not Jira, and each of its answers says so. The printed settings are synthetic; write them to a file and pass that with --settings. While it runs, its behaviour can be switched with curl, as below. Ctrl-C ends it.',
  ],
  exitCodes: {
    0: 'it was ended',
    2: 'bad usage, or the port is taken',
    3: 'the settings could not be printed',
  },
  examples: [
    'npm run --silent stand-in > stand-in.env &',
    'npm run check -- --live --settings stand-in.env',
    'npm run stand-in -- --port 0 --behaviour 2022-11',
    "curl -X POST 'ORIGIN/_stand-in/become?behaviour=2022-11'",
    "curl -X POST 'ORIGIN/_stand-in/revoke?which=apiToken&after=60000'",
    "curl -X POST 'ORIGIN/_stand-in/fault?kind=throttle&times=3'",
    'curl -X DELETE ORIGIN/_stand-in/faults',
  ],
};

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

/** `stand-in`: a local site to try everything on. */
export const standInCommand: MakeCommand = (session) =>
  documentedCommand('stand-in', HELP)
    .addOption(
      new Option('--port <number>', 'port to listen on; 0 takes a free one')
        .argParser(wholeNumber('--port', 0, 65_535))
        .default(8931),
    )
    .addOption(
      new Option('--behaviour <date>', 'month whose behaviour it shows')
        .choices(BEHAVIOURS)
        .default('2026-09'),
    )
    .action(async ({ port, behaviour }: { port: number; behaviour: Behaviour }) => {
      const standIn = await open(port, behaviour);
      const signal = session.interrupted();
      const settings = Object.entries(environmentFor(standIn.origin));
      session.stdout.write(`${settings.map(([name, value]) => `${name}=${value}`).join('\n')}\n`);
      session.stderr.write(
        `The stand-in is at ${standIn.origin}, with the behaviour of ${behaviour}. It is not Jira.\n`,
      );
      if (!signal.aborted) await once(signal, 'abort');
      await standIn.close();
    });
