import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import { Fault } from '../../src/fault.ts';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import { BEHAVIOURS, openStandIn, type Behaviour, type StandIn } from '../../src/stand-in/stand-in.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { settingsBehindProxy } from '../stand-in-settings.ts';
import { wholeNumber } from '../options/live-options.ts';

const HELP: CommandHelp = {
  summary: 'Runs a local site that behaves as Jira was measured to, and prints settings for it.',
  notes: [
    'The stand-in is not Jira, and each of its answers says so. The printed settings are synthetic; write them to a file and pass that with --settings. While it runs, its behaviour can be switched with curl, as below. Ctrl-C ends it.',
    'It answers every published operation of Jira, writes included, and writes change nothing. With --tls it is also every host of atlassian.net and api.atlassian.com, behind a proxy on this machine that refuses all other hosts. The settings for that include the proxy and a certificate authority made for this run; programs in most languages obey them, and the authority ends with the command.',
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
    'npm run --silent stand-in -- --tls > stand-in.env &',
    "curl -X POST 'ORIGIN/_stand-in/become?behaviour=2022-11'",
    "curl -X POST 'ORIGIN/_stand-in/revoke?which=apiToken&after=60000'",
    "curl -X POST 'ORIGIN/_stand-in/revoke?which=apiToken&on=first-page'",
    "curl -X POST 'ORIGIN/_stand-in/contain?content=empty'",
    'curl ORIGIN/_stand-in/requests',
    "curl -X POST 'ORIGIN/_stand-in/fault?kind=throttle&times=3'",
    'curl -X DELETE ORIGIN/_stand-in/faults',
  ],
};

interface Options {
  readonly port: number;
  readonly behaviour: Behaviour;
  readonly tls: boolean;
}

async function open({ port, ...options }: Options): Promise<StandIn> {
  try {
    return await openStandIn({ port, ...options });
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
    .option('--tls', 'also stand behind a proxy as *.atlassian.net and api.atlassian.com', false)
    .action(async (options: Options) => {
      const standIn = await open(options);
      const { origin, tls } = standIn;
      const signal = session.interrupted();
      const folder = tls && mkdtempSync(join(tmpdir(), 'stand-in-'));
      try {
        const settings = tls && folder ? settingsBehindProxy(tls, folder) : environmentFor(origin);
        session.stdout.write(
          Object.entries(settings)
            .map(([name, value]) => `${name}=${value}\n`)
            .join(''),
        );
        session.stderr.write(
          `The stand-in is at ${origin}, with the behaviour of ${options.behaviour}. It is not Jira.\n`,
        );
        if (!signal.aborted) await once(signal, 'abort');
      } finally {
        if (folder) rmSync(folder, { recursive: true });
        await standIn.close();
      }
    });
