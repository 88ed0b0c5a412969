import { z } from 'zod';
import { CREDENTIALS, findCredential } from '../contract/credentials.ts';
import { Fault } from '../fault.ts';
import { findOperation } from '../contract/operations.ts';
import type { Probe } from '../contract/probe.ts';
import { readJson } from '../storage/read-json.ts';

const interaction = z.looseObject({
  description: z.string(),
  type: z.literal('Synchronous/HTTP', 'only interactions over HTTP are understood'),
  response: z.looseObject({ body: z.unknown().optional() }),
});

const document = z.looseObject({
  interactions: z.array(interaction).min(1, 'there is no interaction in it'),
  metadata: z.looseObject({
    pactSpecification: z.looseObject({
      version: z.string().regex(/^4\b/, 'only version 4 of the Pact specification is understood'),
    }),
  }),
});

/** A pact, as far as we look into it; the rest is kept as it is. */
export type PactDocument = z.infer<typeof document>;

/**
 * A pact file.
 *
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture`
 */
export function readPact(path: string): PactDocument {
  const result = document.safeParse(readJson(path));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Fault(
    'bad-fixture',
    `${path} is no pact of ours: ${issue?.path.join('.')} ${issue?.message}. Write it anew: npm run pact:write`,
  );
}

/** The probe that an interaction is about, by its description: `revoked on GET /rest/api/3/myself`. */
export function probeOf(description: string): Probe {
  const credential = CREDENTIALS.find(({ name }) => description.startsWith(`${name} on `));
  const operation = findOperation(description.slice((credential?.name.length ?? 0) + ' on '.length));
  const known = credential && findCredential(credential.name);
  if (known && operation) return { credential: known.name, operation: operation.id };
  throw new Fault(
    'bad-fixture',
    `The pact has an interaction that no table of ours knows: "${description}".`,
  );
}

/** The probes of a pact, each with whether something is expected of the body. */
export function probesOf(pact: PactDocument): { readonly probe: Probe; readonly wantsBody: boolean }[] {
  return pact.interactions.map(({ description, response }) => ({
    probe: probeOf(description),
    wantsBody: response.body !== undefined,
  }));
}

/** The same pact with its interactions in order, and only those that a test lets pass. */
export function ordered(pact: PactDocument, keeps: (probe: Probe) => boolean = () => true): PactDocument {
  const interactions = pact.interactions
    .filter(({ description }) => keeps(probeOf(description)))
    .toSorted((a, b) => (a.description < b.description ? -1 : 1));
  return { ...pact, interactions };
}
