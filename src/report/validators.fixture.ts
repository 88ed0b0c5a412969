import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvDraft4 from 'ajv-draft-04';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import addFormats from 'ajv-formats';
import harSchemas from 'har-schema';
import { z } from 'zod';

/** Checks a value against a published schema; returns the faults, none if it is valid. */
export type Validator = (value: unknown) => string[];

const SCHEMAS = join(import.meta.dirname, '..', '..', 'fixtures', 'schemas');

const schemaNamed = (name: string): object =>
  z.looseObject({}).parse(JSON.parse(readFileSync(join(SCHEMAS, name), 'utf8')));

const LAX = { strict: false, allErrors: false } as const;

function validator(ajv: Ajv, schema: object): Validator {
  const validate = ajv.compile(schema);
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
  };
}

const withFormats = <T extends Ajv>(ajv: T): T => {
  addFormats.default(ajv);
  return ajv;
};

/** SARIF 2.1.0, as OASIS publishes it. */
export const sarifFaults = validator(withFormats(new Ajv2020(LAX)), schemaNamed('sarif-2.1.0.json'));

/** Atlassian Document Format 1, as Atlassian publishes it. */
export const adfFaults = validator(withFormats(new ajvDraft4.default(LAX)), schemaNamed('adf-1.json'));

/** `.gitlab-ci.yml`, as GitLab's editor checks it. */
export const gitlabFaults = validator(withFormats(new Ajv(LAX)), schemaNamed('gitlab-ci.json'));

/** HAR 1.2, by the schemas of the `har-schema` package. */
export const harFaults: Validator = (() => {
  const ajv = new Ajv(LAX);
  ajv.addMetaSchema(draft6);
  addFormats.default(ajv);
  for (const [name, schema] of Object.entries(harSchemas)) if (name !== 'har') ajv.addSchema(schema);
  return validator(ajv, harSchemas.har);
})();

const text = z.object({ text: z.string() });

const sarifRun = z.object({
  tool: z.object({
    driver: z.object({
      rules: z.array(
        z.object({
          id: z.string(),
          shortDescription: text,
          fullDescription: text,
          help: text.extend({ markdown: z.string() }),
          helpUri: z.string(),
        }),
      ),
    }),
  }),
  automationDetails: z.object({ id: z.string() }),
  invocations: z.array(
    z.object({
      executionSuccessful: z.boolean(),
      toolExecutionNotifications: z.array(z.object({ message: text })).optional(),
    }),
  ),
  results: z
    .array(
      z.object({
        ruleId: z.string(),
        ruleIndex: z.number(),
        level: z.string(),
        message: text,
        partialFingerprints: z.record(z.string(), z.string()),
        suppressions: z.array(z.object({ kind: z.string(), status: z.string(), justification: z.string() })),
        locations: z.tuple([
          z.object({
            physicalLocation: z.object({
              artifactLocation: z.object({ uri: z.string() }),
              region: z.object({ startLine: z.number() }),
            }),
          }),
        ]),
      }),
    )
    .optional(),
});

/** Reads the only run of a SARIF file. */
export function readSarif(file: string) {
  const { runs } = z.object({ runs: z.tuple([sarifRun]) }).parse(JSON.parse(file));
  const [{ tool, automationDetails, invocations, results }] = runs;
  return {
    rules: tool.driver.rules,
    automationId: automationDetails.id,
    invocations,
    results: results?.map(({ locations: [{ physicalLocation }], ...result }) => ({
      ...result,
      path: physicalLocation.artifactLocation.uri,
      line: physicalLocation.region.startLine,
    })),
  };
}
