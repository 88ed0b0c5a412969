import { z } from 'zod';
import { tryParseJson } from '../json.ts';
import type { Observation } from './observation.ts';
import { withoutTraces } from './trace-lines.ts';

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text, 'i').source !== '';
  } catch {
    return false;
  }
};

/** How a program says that it is the credential. */
export const noticesSchema = z
  .strictObject({
    exitCode: z
      .int()
      .min(0)
      .max(255)
      .meta({ description: 'The exit code that means "it is the credential"' })
      .optional(),
    pattern: z
      .string()
      .min(1)
      .refine(isPattern, 'it is no regular expression')
      .meta({ description: 'A regular expression for its output; upper and lower case are the same' })
      .optional(),
    jsonPath: z
      .string()
      .regex(/^\$(?:\.[\w-]+|\[\d+\])+$/, 'write a path like $.error.code or $.errors[0]')
      .meta({ description: 'A place in its JSON output where something stands only if it is the credential' })
      .optional(),
  })
  .refine((notices) => Object.keys(notices).length > 0, 'it says nothing: set one of the three');

export type Notices = z.infer<typeof noticesSchema>;

/** Words by which programs usually say that it is the credential. A parse error about a "token" is none, nor is Jira's cookie `atlassian.xsrf.token`. */
export const DEFAULT_NOTICES: Notices = {
  pattern: String.raw`\b401\b|unauthori[sz]ed|unauthenticated|(?:not|must be|to be) authenticated|authentication|credentials?\b|api[ _-]?token|(?<!unexpected |invalid json |next ?page ?|[cx]srf[-._ ])\btoken\b(?! ['"\x60<{]|s? at position)|(?<!<)anonymous(?:ly)?\b(?!_)|log(?:ged)?[ -]?in\b|\bscopes?\b|JIRA_(?:EMAIL|USER)|\b(?:invalid|missing|empty|unknown|wrong) e-?mail\b|\be-?mail(?: address)? (?:is|must)\b`,
};

/** What made a program say that it is the credential. */
export interface Match {
  readonly pattern: string;
  readonly text: string;
}

function valueAt(path: string, value: unknown): unknown {
  let at: unknown = value;
  for (const [, name, index] of path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.entries(at).find(([key]) => key === (name ?? index))?.[1];
  }
  return at;
}

const MAX_EXCERPT = 160;

/** The path of a file, which may lie in a folder such as `jira-token-sync`. A URL is none. */
const FILE_PATH = /(?:file:\/\/|(?<![\w:/.}-]))(?:\/[^\s/'"`():]+){2,}|(?<!\w)[a-z]:\\[^\s'"`():]+/gi;

/** Returns the lines of an output that are searched, apart from the usual ones. A user knows the output of the program; the default has to guess. */
function messagesIn(
  text: string,
  pattern: string,
  usual: ReadonlySet<string> = new Set(),
): readonly string[] {
  const isGuess = pattern === DEFAULT_NOTICES.pattern;
  const all = text.split('\n');
  const lines = (isGuess ? withoutTraces(all) : all).filter((line) => !usual.has(line));
  return isGuess ? lines.map((line) => line.replaceAll(FILE_PATH, '')) : lines;
}

/** Returns the words in a text by which a program says that it is the credential, in lower case. */
export function noticeWords(text: string, { pattern }: Notices): ReadonlySet<string> {
  if (pattern === undefined) return new Set();
  const expression = new RegExp(pattern, 'gi');
  const words = messagesIn(text, pattern).flatMap((line) => line.match(expression) ?? []);
  return new Set(words.map((word) => word.toLowerCase()));
}

/**
 * Returns what in an observation says that it is the credential.
 *
 * @param usual lines that the program prints with a working token too; they say nothing
 */
export function noticeIn(
  { exitCode, stdout, text }: Pick<Observation, 'exitCode' | 'stdout' | 'text'>,
  { exitCode: code, pattern, jsonPath }: Notices,
  usual: ReadonlySet<string> = new Set(),
): Match | undefined {
  if (exitCode === code) return { pattern: `exit code ${code}`, text: String(code) };
  if (jsonPath !== undefined) {
    const value = valueAt(jsonPath, tryParseJson(stdout));
    if (value !== undefined && value !== null && value !== false)
      return { pattern: jsonPath, text: JSON.stringify(value).slice(0, MAX_EXCERPT) };
  }
  if (pattern === undefined) return undefined;
  const expression = new RegExp(pattern, 'i');
  const lines = messagesIn(text, pattern, usual);
  const line = lines.find((one) => expression.test(one));
  if (line === undefined) return undefined;
  const at = line.search(expression);
  return { pattern, text: line.slice(Math.max(0, at - MAX_EXCERPT / 2), at + MAX_EXCERPT / 2).trim() };
}
