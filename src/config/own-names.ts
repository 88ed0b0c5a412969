import { ALL_VARIABLES, type Variable, type VariableName } from './variables.ts';

/** How a secret can be given other than as a value: the ending of the variable's name. */
export const SECRET_ENDINGS = { file: '_FILE', command: '_COMMAND' } as const;

/** A way to give a secret other than as a value. */
export type SecretWay = keyof typeof SECRET_ENDINGS;

/** The ways, in the order of the table. */
export const SECRET_WAYS = ['file', 'command'] as const satisfies readonly SecretWay[];

/** Whether a variable can also be given as a file or a command: every token, key and password, and every secret address. */
export const isStoredElsewhere = ({ secret }: Variable): boolean =>
  secret === 'token' || secret === 'password' || secret === 'address';

/** Returns the names of all ways to give a secret variable: `JIRA_API_TOKEN_FILE` and `JIRA_API_TOKEN_COMMAND`. */
export const waysOf = (name: string): { readonly way: SecretWay; readonly name: string }[] =>
  SECRET_WAYS.map((way) => ({ way, name: name + SECRET_ENDINGS[way] }));

/** A name that gives a secret as a file or a command. */
interface WayName {
  readonly name: string;
  readonly way: SecretWay;
  readonly variable: Variable & { readonly name: VariableName };
}

const WAY_NAMES: readonly WayName[] = ALL_VARIABLES.filter(isStoredElsewhere).flatMap((variable) =>
  waysOf(variable.name).map((row) => ({ ...row, variable })),
);

/** Returns the secret that a name gives as a file or a command, with any site prefix; undefined if it is no such name. */
export const wayNamed = (name: string): WayName | undefined =>
  WAY_NAMES.find((row) => name.endsWith(row.name));

/** Every name that is read, apart from those of the machine, without a site prefix. */
export const SETTING_NAMES: readonly string[] = ALL_VARIABLES.filter(({ machine }) => !machine).flatMap(
  (variable) =>
    isStoredElsewhere(variable)
      ? [variable.name, ...waysOf(variable.name).map(({ name }) => name)]
      : [variable.name],
);

/** Whether a name is a variable of this tool, with any site prefix, or one of the machine, in either case of letters. */
export const isOwnName = (name: string): boolean =>
  ALL_VARIABLES.some(({ machine, name: own }) => machine && own === name.toUpperCase()) ||
  SETTING_NAMES.some((own) => name.endsWith(own));

/** Returns an environment without the files and commands of secrets, for a command that brings secrets of its own. */
export function withoutWays(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => wayNamed(name) === undefined));
}
