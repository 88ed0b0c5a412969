import { z } from 'zod';
import { CREDENTIALS, findCredential } from '../contract/credentials.ts';
import { Fault } from '../fault.ts';
import { findOperation } from '../contract/operations.ts';
import type { Probe } from '../contract/probe.ts';
import { readJson } from '../storage/read-json.ts';

const interaction = z.looseObject({
  description: z.string(),
  type: z.literal('Synchronous/HTTP', 'only HTTP interactions are supported'),
  response: z.looseObject({ body: z.unknown().optional() }),
});

const document = z.looseObject({
  interactions: z.array(interaction).min(1, 'must not be empty'),
  metadata: z.looseObject({
    pactSpecification: z.looseObject({
      version: z.string().regex(/^4\b/, 'only version 4 of the Pact specification is supported'),
    }),
  }),
});

/** The parts of a pact that we read; all others are preserved. */
export type PactDocument = z.infer<typeof document>;

/**
 * Reads a pact file.
 *
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture`
 */
export function readPact(path: string): PactDocument {
  const result = document.safeParse(readJson(path));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Fault(
    'bad-fixture',
    `${path} is not a pact of this tool: ${issue?.path.join('.')} ${issue?.message}. Write it again: npm run pact:write`,
  );
}

/**
 * Returns the probe of an interaction from its description, such as `revoked on GET /rest/api/3/myself`.
 *
 * @throws Fault `bad-fixture` if the tables do not have it
 */
export function probeOf(description: string): Probe {
  const credential = CREDENTIALS.find(({ name }) => description.startsWith(`${name} on `));
  const operation = findOperation(description.slice((credential?.name.length ?? 0) + ' on '.length));
  const known = credential && findCredential(credential.name);
  if (known && operation) return { credential: known.name, operation: operation.id };
  throw new Fault(
    'bad-fixture',
    `The pact has an interaction with an unknown credential or operation: "${description}". Write it again: npm run pact:write`,
  );
}

/** Returns the probes of a pact, and whether each expects something of the body. */
export function probesOf(pact: PactDocument): { readonly probe: Probe; readonly wantsBody: boolean }[] {
  return pact.interactions.map(({ description, response }) => ({
    probe: probeOf(description),
    wantsBody: response.body !== undefined,
  }));
}

/** Returns a pact with its interactions sorted by description, and only those that a filter accepts. */
export function ordered(pact: PactDocument, filter: (probe: Probe) => boolean = () => true): PactDocument {
  const interactions = pact.interactions
    .filter(({ description }) => filter(probeOf(description)))
    .toSorted((a, b) => (a.description < b.description ? -1 : 1));
  return { ...pact, interactions };
}
