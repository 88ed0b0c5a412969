import { Command, Help, type Option } from 'commander';
import { withColour } from './output-options.ts';

/** What `--help` and docs/options.md say about a command, apart from its options. */
export interface CommandHelp {
  /** One line: what the command does. */
  readonly summary: string;
  /** Paragraphs that explain what a user has to know before using it. */
  readonly notes: readonly string[];
  /** When the command ends with each exit code. */
  readonly exitCodes: Readonly<Partial<Record<0 | 1 | 2 | 3, string>>>;
  /** Command lines to copy. */
  readonly examples: readonly string[];
}

/** Columns of a line of help where the terminal does not say otherwise. */
const WIDTH = 80;

const HELP_OF = new WeakMap<Command, CommandHelp>();

/** Returns what a command was documented with. */
export function helpOf(command: Command): CommandHelp {
  const help = HELP_OF.get(command);
  if (!help) throw new Error(`${command.name()} is not documented`);
  return help;
}

/** Whether an option takes no value. */
export const isFlag = (option: Option): boolean => !option.required && !option.optional;

/** Returns the default of an option in words; undefined if none was declared. */
export function defaultOf(option: Option): string | undefined {
  if (option.defaultValueDescription !== undefined) return option.defaultValueDescription;
  if (isFlag(option)) return 'off';
  return option.defaultValue === undefined ? undefined : String(option.defaultValue);
}

/** Returns how a command is called, with its arguments. */
export function usageOf(command: Command): string {
  return `npm run ${command.name()} -- ${command.usage()}`;
}

function describeOption(option: Option): string {
  const standard = option.long === '--help' ? undefined : defaultOf(option);
  const facts = [
    ...(option.argChoices ? [`choices: ${option.argChoices.join(', ')}`] : []),
    ...(standard === undefined ? [] : [`default: ${standard}`]),
  ];
  return facts.length === 0 ? option.description : `${option.description} (${facts.join('; ')})`;
}

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

function helpText({ notes, exitCodes, examples }: CommandHelp): string {
  const help = new Help();
  const paragraphs = notes.map((note) => help.boxWrap(note, WIDTH));
  const codes = Object.entries(exitCodes).map(([code, meaning]) =>
    help.boxWrap(`${code} ${meaning}`, WIDTH - 4).replaceAll('\n', '\n  '),
  );
  return [
    '',
    ...paragraphs.map((paragraph) => `${paragraph}\n`),
    `Exit codes:\n${indented(codes.join('\n'))}\n`,
    `Examples:\n${indented(examples.join('\n'))}`,
  ].join('\n');
}

/** Creates a command whose `--help` says how it is called, what it does, how it ends, and shows examples. */
export function documentedCommand(name: string, help: CommandHelp): Command {
  const command = new Command(name)
    .description(help.summary)
    .helpOption('-h, --help', 'show this help')
    .configureHelp({ commandUsage: usageOf, optionDescription: describeOption })
    .addHelpText('after', helpText(help));
  HELP_OF.set(command, help);
  return withColour(command);
}
