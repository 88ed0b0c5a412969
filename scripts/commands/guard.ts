import { Option } from 'commander';
import { jsonText } from '../../src/json.ts';
import { guardJsonSchema } from '../../src/report/machine/guard-events.ts';
import { guard, type GuardChoice } from '../../src/workflows/guard.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { settingsOption } from '../options/live-options.ts';

const HELP: CommandHelp = {
  summary: 'Stands between a program and its site, and turns what a dead token gets into 401.',
  notes: [
    'For programs that cannot be changed: give them the address that is printed in place of that of the site. Requests and answers pass unchanged, except that an answer to a dead token becomes 401, with a body that says why and the header X-Jira-Token-Guard. Requests without Authorization are never touched.',
    'Where the absence of x-aaccountid alone shows nothing, /myself is asked with the credential of the program, once a minute at most. If even that gives no clear answer, the answer passes and a line says so; with --strict, it is withheld. Only programs of this machine can reach the guard, and only the site gets what they send. Ctrl-C ends it and prints what it did.',
    'With --format json, stdout has an event on each line: the address, what was done with each answer to a request with Authorization, and the counts at the end. No line has a header, a body or a query.',
  ],
  exitCodes: {
    0: 'it was ended',
    2: 'bad usage or settings, or the port is taken',
    3: 'the address could not be printed',
  },
  examples: [
    'npm run guard -- --to https://acme.atlassian.net',
    'npm run guard -- --strict --listen 127.0.0.1:8899 --settings acme.env',
    'npm run --silent guard -- --to https://acme.atlassian.net --format json',
  ],
};

/** `guard`: a proxy on this machine that notices dead tokens. */
type Choice = GuardChoice & { readonly schema?: boolean };

export const guardCommand: MakeCommand = (session) =>
  documentedCommand('guard', HELP)
    .option(
      '--listen <address>',
      'address of this machine, and port; port 0 takes a free one',
      '127.0.0.1:8899',
    )
    .addOption(new Option('--to <origin>', 'the site').default(undefined, 'JIRA_SITE of the settings'))
    .addOption(settingsOption())
    .option('--strict', 'withhold an answer if not even /myself shows whether the token is alive', false)
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .addOption(new Option('--schema', 'print only the JSON Schema of a line of --format json'))
    .action(async (choice: Choice) => {
      if (choice.schema) session.stdout.write(jsonText(guardJsonSchema()));
      else await guard(choice, session);
    });
