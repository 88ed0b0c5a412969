import { existsSync } from 'node:fs';
import { Document, parseDocument } from 'yaml';
import { z } from 'zod';
import { readYamlWithSchema } from '../storage/read-yaml.ts';
import { DRIVES } from './drive-names.ts';
import { noticesSchema } from './notices.ts';
import { SCENARIO_IDS, type ScenarioId } from './scenarios.ts';
import { FAILING_VERDICTS, type FailingVerdict } from './verdicts.ts';

/** The default file of uses and known failures. */
export const CONFORMANCE_FILE = 'conformance.yml';

/** No process can be given a NUL. */
const text = z
  .string()
  .max(10_000)
  .refine((value) => !value.includes('\0'), 'it contains a NUL');

/** How one use of a program is run, as a file says it. */
export const useSchema = z
  .strictObject({
    command: z
      .array(text)
      .min(1)
      .refine(([program]) => program !== '', 'it names no program')
      .meta({
        description: 'The program and its arguments; may contain placeholders such as {url} and {token}',
      }),
    drive: z.enum(DRIVES).default('command').meta({
      description:
        'command: run it once. mcp: call a tool of an MCP server. http: send a request to a server',
    }),
    environment: z
      .record(z.string().regex(/^[A-Za-z_]\w*$/), text)
      .meta({ description: 'More environment variables; may contain placeholders' })
      .optional(),
    files: z
      .record(
        z
          .string()
          .regex(
            /^(?!\/|[A-Za-z]:)(?!.*(?:^|[\\/])\.\.(?:[\\/]|$)).+$/,
            'name a file below the working folder',
          ),
        text,
      )
      .meta({ description: 'Files in its working folder, which is its home too; may contain placeholders' })
      .optional(),
    mcp: z
      .strictObject({
        tool: text.meta({ description: 'The name of the tool' }),
        arguments: z.record(z.string(), z.unknown()).default({}),
      })
      .optional(),
    http: z
      .strictObject({
        method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).default('GET'),
        path: text.regex(/^\//, 'a path starts with /'),
        body: text.optional(),
      })
      .optional(),
    notices: noticesSchema.optional(),
    timeLimit: z.number().min(0.1).max(600).meta({ description: 'Seconds for one scenario' }).optional(),
  })
  .refine(({ drive, mcp }) => drive !== 'mcp' || mcp !== undefined, 'drive: mcp needs "mcp" with a tool')
  .refine(
    ({ drive, http }) => drive !== 'http' || http !== undefined,
    'drive: http needs "http" with a path',
  );

const isDay = (day: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day;

const knownFailureSchema = z.strictObject({
  use: z.string(),
  scenario: z.enum(SCENARIO_IDS),
  verdict: z.enum(FAILING_VERDICTS),
  reason: z
    .string()
    .refine((reason) => reason.trim() !== '', 'say why it is accepted')
    .meta({ description: 'Why it is accepted for now' }),
  date: z
    .string()
    .refine(isDay, 'write a day as 2026-11-26')
    .meta({ description: 'Since when, as 2026-11-26' }),
});

/** A failure that is accepted for now. It still runs, and the run fails when it passes. */
export type KnownFailure = Readonly<z.infer<typeof knownFailureSchema>>;

/** The form of the name of a use. */
export const USE_NAME = /^[A-Za-z0-9][\w.-]{0,39}$/;

const useName = z.string().regex(USE_NAME, 'a name has at most 40 letters, digits, dots and hyphens');

/** The content of `conformance.yml`. */
export const conformanceFileSchema = z.strictObject({
  notices: noticesSchema
    .meta({ description: 'How the program says that it is the credential; a use may have its own' })
    .optional(),
  uses: z.record(useName, useSchema).meta({ description: 'What is run, by name' }).default({}),
  knownFailures: z
    .array(knownFailureSchema)
    .refine(
      (all) => new Set(all.map(({ use, scenario }) => `${use} ${scenario}`)).size === all.length,
      'a use and a scenario are listed twice',
    )
    .default([]),
});

export type ConformanceFile = z.infer<typeof conformanceFileSchema>;

/** How one use of a program is run. */
export type UseSettings = z.infer<typeof useSchema>;

/**
 * Reads a file of uses and known failures. A file that does not exist is empty.
 *
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture`, naming the place
 */
export function readConformanceFile(path: string): ConformanceFile {
  if (!existsSync(path)) return conformanceFileSchema.parse({});
  return readYamlWithSchema(path, conformanceFileSchema);
}

const HEAD = [
  ' yaml-language-server: $schema=./schemas/conformance.schema.json',
  ' What is run, and which failures are known. A known failure still runs; the run fails when it passes.',
].join('\n');

/**
 * Returns the text of a file with the uses that were run and what is known now. What the file holds otherwise, comments
 * included, stays as it is.
 *
 * @param before the text of the file; undefined if there is none
 */
export function conformanceFileText(
  before: string | undefined,
  uses: Readonly<Record<string, UseSettings>>,
  knownFailures: readonly KnownFailure[],
): string {
  const document = before === undefined || before.trim() === '' ? new Document({}) : parseDocument(before);
  if (before === undefined) document.commentBefore = HEAD;
  for (const [name, settings] of Object.entries(uses))
    if (!document.hasIn(['uses', name])) document.setIn(['uses', name], document.createNode(settings));
  document.set('knownFailures', document.createNode(knownFailures));
  return document.toString({ lineWidth: 110 });
}

/** Returns the known failures for what has just been seen; those that were known with the same verdict stay as they are. */
export function knownFailuresOf(
  seen: readonly {
    readonly use: string;
    readonly scenario: ScenarioId;
    readonly verdict: FailingVerdict;
    readonly why: string;
  }[],
  known: readonly KnownFailure[],
  today: string,
): KnownFailure[] {
  return seen.map(({ use, scenario, verdict, why }) => {
    const before = known.find(
      (one) => one.use === use && one.scenario === scenario && one.verdict === verdict,
    );
    return before ?? { use, scenario, verdict, reason: `Seen at first: ${why}`, date: today };
  });
}
