import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { z } from 'zod';

/** For tests: what is wrong with a value by a schema that is not ours; empty where nothing is. */
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
