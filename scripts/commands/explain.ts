import { Option } from 'commander';
import { briefly } from '../../src/contract/briefly.ts';
import { SENT } from '../../src/explain/explain-response.ts';
import { Fault } from '../../src/fault.ts';
import { jsonText } from '../../src/json.ts';
import { choicesFor } from '../../src/report/formats.ts';
import { explainJsonSchema } from '../../src/report/machine/explain-schema.ts';
import { explain, type ExplainOptions } from '../../src/workflows/explain.ts';
import { deliver } from '../../src/workflows/output.ts';
import type { MakeCommand } from '../main.ts';
import { collect } from '../options/collect.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { wholeNumber } from '../options/live-options.ts';
import { withVerbosity } from '../options/output-options.ts';
import { withFormat } from '../options/report-options.ts';

const HELP: CommandHelp = {
  summary: 'Explains an operation, a response or a HAR file: in what state was the credential?',
  notes: [
    'Works offline. An operation ("GET /rest/api/3/project", a short name such as "v3 project", or an address) is explained by the contract and the published descriptions: what it does with each kind of credential, since when, and how that is known.',
    'A response is given with --status, --header and --body, or as a file (or "-") in the form in which "curl -i" prints it. An operation beside it says what was asked. --sent says what was sent, which no answer shows.',
    'A HAR file of any size is explained line by line; --host selects the requests to one host, which may be any. Where it records no Authorization, --sent says what was sent. What it holds of credentials is never printed.',
  ],
  exitCodes: {
    0: 'the operation is explained, or the credential works',
    1: 'the credential is dead, in one answer at least',
    2: 'bad usage or files',
    3: 'the answer does not show it, or the output would contain a secret or could not be printed',
  },
  examples: [
    'npm run explain -- "v3 project"',
    'npm run explain -- "GET /rest/api/3/myself" --format json',
    "npm run explain -- --status 200 --header 'x-aaccountid: 5b10' --sent basic",
    'npm run explain -- "v3 project" answer.txt --sent basic',
    'npm run --silent explain -- - --sent basic < answer.txt',
    'npm run explain -- session.har',
    'npm run explain -- session.har --host acme.atlassian.net',
  ],
};

type Options = ExplainOptions & { readonly schema?: boolean };

/**
 * Returns the host that an option names, with its port if it has one. The address of the site will do as well.
 *
 * @throws Fault `usage`
 */
function hostOf(value: string): string {
  const url = URL.parse(/^https?:\/\//.test(value) ? value : `https://${value}`);
  if (url && url.host !== '' && url.pathname === '/') return url.host;
  throw new Fault('usage', `--host must be a host, as acme.atlassian.net, not ${briefly(value)}.`);
}

/** `explain [WHAT…]`: what an operation does with credentials, or what an answer shows about one. */
export const explainCommand: MakeCommand = (session, setExitCode) =>
  withVerbosity(
    withFormat(documentedCommand('explain', HELP), choicesFor('explain')),
    'list each statement with its source, as --all does',
  )
    .option('--all', 'list each statement with its source', false)
    .argument('[what...]', 'operations, or one file with a response or in HAR format')
    .addOption(
      new Option('--status <code>', 'status of a response')
        .argParser(wholeNumber('--status', 100, 599))
        .default(undefined, 'none'),
    )
    .addOption(
      new Option('--header <line>', "header of the response, as 'name: value'; may be repeated")
        .argParser(collect)
        .default(undefined, 'none'),
    )
    .addOption(
      new Option('--body <file>', 'file with the body of the response; "-" is the standard input').default(
        undefined,
        'not known',
      ),
    )
    .addOption(
      new Option('--sent <scheme>', 'the Authorization that was sent')
        .choices(SENT)
        .default(undefined, 'not known'),
    )
    .addOption(
      new Option('--host <host>', 'judge only requests of a HAR file to this host; may be repeated')
        .argParser((value: string, before?: readonly string[]) => collect(hostOf(value), before))
        .default(undefined, 'every Jira Cloud site, the gateway and this machine'),
    )
    .addOption(new Option('--schema', 'print only the JSON Schema of --format json'))
    .action(async (what: readonly string[], options: Options) => {
      if (options.schema) return deliver(jsonText(explainJsonSchema()), options, session);
      return setExitCode(await explain(what, options, session));
    });
