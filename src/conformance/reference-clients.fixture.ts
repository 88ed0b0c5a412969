import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { GROUPS, type Group } from './scenario.ts';
import { SCENARIO_IDS } from './scenarios.ts';
import { VERDICTS } from './verdicts.ts';

/** For tests: the folder of all clients. */
export const CLIENTS = join(import.meta.dirname, '..', '..', 'fixtures', 'clients');

/** For tests: the reference clients, which have expected verdicts; the others are real ones. */
export const REFERENCE_CLIENTS = readdirSync(CLIENTS).filter((name) =>
  existsSync(join(CLIENTS, name, 'expected.json')),
);

const verdict = z.enum([...VERDICTS, 'not met']);

const isGroup = (name: string): name is Group => Object.hasOwn(GROUPS, name);

const expectedSchema = z.record(
  z.string(),
  z.strictObject({
    level: z.int().min(0).max(3),
    /** What the client gets in each group of scenarios, unless something is different there. */
    usual: z.record(z.enum(Object.keys(GROUPS).filter(isGroup)), verdict),
    /** Why it gets something else in a scenario, or what it gets in a group. */
    because: z.partialRecord(
      z.enum([...SCENARIO_IDS, ...Object.keys(GROUPS).filter(isGroup)]),
      z.string().min(1),
    ),
    verdicts: z.record(z.enum(SCENARIO_IDS), verdict),
  }),
);

/** For tests: what `expected.json` says of each file of a client. */
export type Expected = Readonly<z.infer<typeof expectedSchema>>;

/** For tests: reads the `expected.json` of a client. */
export function expectedOf(client: string): Expected {
  return expectedSchema.parse(JSON.parse(readFileSync(join(CLIENTS, client, 'expected.json'), 'utf8')));
}
