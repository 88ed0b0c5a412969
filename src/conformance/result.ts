import { z } from 'zod';
import { DRIVES } from './drive-names.ts';
import { LANGUAGES } from './languages.ts';
import { SCENARIO_IDS } from './scenarios.ts';
import { VERDICTS } from './verdicts.ts';

const requestSchema = z.strictObject({
  method: z.string(),
  path: z.string(),
  query: z.string(),
  /** How the site reads the credential. */
  credential: z.string(),
  answeredFor: z.string().nullable(),
  status: z.int().nullable(),
  isWrite: z.boolean(),
});

/** A request of a program, as the result lists it. */
export type ListedRequest = Readonly<z.infer<typeof requestSchema>>;

const scenarioResultSchema = z.strictObject({
  use: z.string(),
  scenario: z.enum(SCENARIO_IDS),
  verdict: z.enum(VERDICTS),
  why: z.string(),
  matched: z.strictObject({ pattern: z.string(), text: z.string() }).optional(),
  noticed: z.boolean().meta({
    description:
      'Whether it reported a failure that names the credential, or that an empty site does not explain',
  }),
  isReached: z.boolean().meta({ description: 'Whether the program met what the scenario is about' }),
  exitCode: z.int().nullable(),
  signal: z.string().optional(),
  ending: z.string().meta({ description: 'Why the kit ended the program' }).optional(),
  milliseconds: z.number(),
  requestCount: z.int(),
  requests: z.array(requestSchema).meta({ description: 'The first of its requests' }),
  refusedHosts: z.array(z.string()).meta({ description: 'Other hosts that it asked for' }),
  survivors: z.int().meta({ description: 'Processes that it left behind, and that were ended' }),
  output: z
    .strictObject({ stdout: z.array(z.string()), stderr: z.array(z.string()) })
    .meta({ description: 'The first and the last lines of what it printed, without secrets' }),
  known: z
    .strictObject({ verdict: z.enum(VERDICTS), reason: z.string(), date: z.string() })
    .meta({ description: 'The known failure of this use and scenario' })
    .optional(),
  isUnexpected: z.boolean().meta({ description: 'Whether it fails the run' }),
});

/** What one use of a program did in one scenario. */
export type ScenarioResult = Readonly<z.infer<typeof scenarioResultSchema>>;

const levelSchema = z.literal([0, 1, 2, 3]).nullable();

const useResultSchema = z.strictObject({
  name: z.string(),
  command: z.string(),
  drive: z.enum(DRIVES),
  language: z.enum(LANGUAGES),
  level: levelSchema,
  notices: z.string().meta({ description: 'How it says that it is the credential' }),
});

/** The result of a run, as `--format json` prints it. */
export const conformanceResultSchema = z.strictObject({
  tool: z.string(),
  at: z.string().meta({ description: 'Start of the run' }),
  origin: z.literal('stand-in').meta({ description: 'Who answered: the stand-in, which is not Jira' }),
  tls: z.boolean(),
  guard: z.boolean().meta({ description: 'Whether the guard stood between the program and the site' }),
  wanted: z
    .boolean()
    .meta({ description: 'Whether the site answered 401 to every invalid token, as it should' }),
  isolated: z.boolean().meta({ description: 'Whether the program could reach nothing but this machine' }),
  uses: z.array(useResultSchema),
  results: z.array(scenarioResultSchema),
  level: levelSchema.meta({
    description: 'The lowest level of all uses; null if not all scenarios were run',
  }),
  inconclusive: z.array(z.string()).meta({ description: 'Why the verdicts prove nothing' }),
  exitCode: z.literal([0, 1, 3]),
});

export type ConformanceResult = Readonly<z.infer<typeof conformanceResultSchema>>;

export type UseResult = ConformanceResult['uses'][number];
