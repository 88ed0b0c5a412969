import { InvalidArgumentError, Option } from 'commander';
import { CONFORMANCE_FILE, USE_NAME } from '../../src/conformance/conformance-file.ts';
import { choicesFor } from '../../src/report/formats.ts';
import { checkConformance, listScenarios, type ConformanceOptions } from '../../src/workflows/conformance.ts';
import type { MakeCommand } from '../main.ts';
import { collect } from '../options/collect.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { seconds, wholeNumber } from '../options/live-options.ts';
import { withVerbosity } from '../options/output-options.ts';
import { withFormat } from '../options/report-options.ts';

const HELP: CommandHelp = {
  summary: 'Says whether your own program notices a dead token. Needs no Jira, no account and no token.',
  notes: [
    'Runs any program, once in each situation that a token can be in, against the stand-in on this machine, and says what it did: whether it noticed, took a dead token for an empty site, went on to write, or printed the credential. The program gets settings only, under all usual names such as JIRA_URL, JIRA_EMAIL and JIRA_API_TOKEN, or where its command line has {url}, {host}, {email}, {token}, {basic}, {authorization}, {project}, {issue} or {ca}. It runs in a folder and home of its own; the credentials are synthetic.',
    'Several uses of a program, MCP servers, HTTP servers, the way in which it says that it is the credential, and known failures are listed in conformance.yml. With a program that has https://….atlassian.net built in, use --tls.',
    '--guard shows what npm run guard would do for the program, --wanted what a fix by Atlassian would. Neither counts known failures.',
  ],
  exitCodes: {
    0: 'it did what it should, or failed only as is known',
    1: 'a failure is new or worse, or a known one passes',
    2: 'bad usage or files, or the program cannot be started',
    3: 'nothing is proven: it fails with a token that works, does not send it, or was interrupted',
  },
  examples: [
    'npm run conformance -- -- node client.js',
    'npm run conformance -- -- curl -sfu {email}:{token} {url}/rest/api/3/field',
    'npm run conformance -- --init -- python3 sync.py --dry-run',
    'npm run conformance -- --config conformance.yml --only worked-once',
    'npm run conformance -- --guard -- node client.js',
    'npm run conformance -- --list',
  ],
};

const useName = (text: string): string => {
  if (USE_NAME.test(text)) return text;
  throw new InvalidArgumentError('It must have at most 40 letters, digits, dots and hyphens.');
};

/** `conformance`: whether a program notices a dead token. */
export const conformanceCommand: MakeCommand = (session, setExitCode) =>
  withVerbosity(
    withFormat(documentedCommand('conformance', HELP), choicesFor('conformance')),
    'list everything, as --all does',
  )
    .argument('[command...]', 'the program and its arguments, after --')
    .option('--config <file>', 'file of uses and known failures', CONFORMANCE_FILE)
    .option('--init', 'write what was just seen to that file, failures as known ones', false)
    .option('--list', 'list the scenarios and the uses of the file, and run nothing', false)
    .addOption(
      new Option('--only <word>', 'only this scenario, group of scenarios or use; may be repeated')
        .argParser(collect)
        .default([], 'everything'),
    )
    .addOption(
      new Option('--name <name>', 'name of the use')
        .argParser(useName)
        .default(undefined, 'that of the program'),
    )
    .option('--tls', 'be https://….atlassian.net behind a proxy', false)
    .option('--guard', 'put the guard between the program and the site', false)
    .option('--wanted', 'be a site that answers 401 to every invalid token, as Jira should', false)
    .addOption(
      new Option('--time-limit <seconds>', 'end the program after this time, in each scenario')
        .argParser(seconds)
        .default(10),
    )
    .addOption(
      new Option('--concurrency <number>', 'runs side by side')
        .argParser(wholeNumber('--concurrency', 1, 64))
        .default(undefined, 'one for each core'),
    )
    .addOption(
      new Option('--badge <file>', 'also write a badge, as shields.io reads it').default(
        undefined,
        'no badge',
      ),
    )
    .option('--all', 'also show known failures and scenarios that were not met', false)
    .action(async (command: string[], options: ConformanceOptions) => {
      if (options.list) return listScenarios(options, session);
      const isolated = await session.rerunIsolated?.();
      setExitCode(isolated ?? (await checkConformance(command, options, session)));
    });
