import { join } from 'node:path';
import { z } from 'zod';
import { SCENARIO_IDS } from '../conformance/scenarios.ts';
import { VERDICTS } from '../conformance/verdicts.ts';
import { jsonText } from '../json.ts';
import { readJsonWithSchema } from '../storage/read-json.ts';
import { CLIENTS_FOLDER } from './clients-folder.ts';

/** How the site answers: as Jira does, as Jira does with the guard in front of it, and as Jira should. */
export const SITES = ['asItIs', 'guard', 'wanted'] as const;

export type Site = (typeof SITES)[number];

const seenSchema = z.strictObject({
  /** Undefined if the credential was found where it should not be: the maintainers are asked first. */
  verdict: z.enum(VERDICTS).optional(),
  why: z.string().optional(),
  noticed: z.boolean(),
  isReached: z.boolean(),
  exitCode: z.int().nullable().optional(),
  /** The first of its requests, each with its answer. */
  requests: z.array(z.string()).optional(),
  requestCount: z.int().optional(),
  /** The first lines that it printed; undefined if the credential was found in any run of the client. */
  printed: z.array(z.string()).optional(),
});

/** What was seen of a use, in one scenario or in several in which it did the same. */
export type Seen = Readonly<z.infer<typeof seenSchema>>;

const cellsSchema = z.partialRecord(z.enum(SCENARIO_IDS), z.int().nonnegative());

const measuredUseSchema = z
  .strictObject({
    name: z.string(),
    calls: z.string(),
    command: z.string(),
    /** Why it was not measured: it does not work with a token that works. */
    notMeasured: z.string().optional(),
    /** What was seen, each once. */
    seen: z.array(seenSchema),
    /** Places in `seen`, from 0, by site and scenario. */
    cells: z.record(z.enum(SITES), cellsSchema),
  })
  .refine(
    ({ seen, cells }) =>
      Object.values(cells).every((own) => Object.values(own).every((number) => number < seen.length)),
    { path: ['cells'], error: 'a cell leads to nothing that was seen' },
  );

export type MeasuredUse = Readonly<z.infer<typeof measuredUseSchema>>;

const measuredClientSchema = z.strictObject({
  name: z.string(),
  package: z.string(),
  source: z.enum(['npm', 'debian', 'curl']),
  licence: z.string(),
  isMcpServer: z.boolean(),
  hasHttpsBuiltIn: z.boolean(),
  version: z.string(),
  /** The day of the measurement. */
  on: z.iso.date(),
  uses: z.array(measuredUseSchema),
});

export type MeasuredClient = Readonly<z.infer<typeof measuredClientSchema>>;

/** The content of `fixtures/clients/measured.json`. */
export const measuredSchema = z.strictObject({
  /** Who answered: the stand-in, which is not Jira. */
  origin: z.literal('stand-in'),
  clients: z.array(measuredClientSchema),
});

export type Measured = Readonly<z.infer<typeof measuredSchema>>;

/** The file of what was measured. */
export const MEASURED_FILE = join(CLIENTS_FOLDER, 'measured.json');

/** Reads what was measured. Throws a Fault as `readJsonWithSchema` does. */
export function readMeasured(path = MEASURED_FILE): Measured {
  return readJsonWithSchema(path, measuredSchema);
}

/** Returns the text of a file of what was measured. */
export const measuredText = (measured: Measured): string => jsonText(measuredSchema.parse(measured));

/** Returns what was seen of a use in a scenario; undefined if it was not run. */
export function seenIn(
  { seen, cells }: MeasuredUse,
  site: Site,
  scenario: (typeof SCENARIO_IDS)[number],
): Seen | undefined {
  const number = cells[site][scenario];
  return number === undefined ? undefined : seen[number];
}
