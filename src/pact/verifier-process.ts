import { Verifier } from '@pact-foundation/pact';

// Pact's verifier prints by itself and, on some errors, ends its process: it has one of its own. Its arguments are the
// address of the provider and the path of the pact; its result goes to whoever started it.
const [, , providerBaseUrl = '', pact = ''] = process.argv;

const verifier = new Verifier({
  provider: 'Jira Cloud',
  providerBaseUrl,
  pactUrls: [pact],
  logLevel: 'error',
  stateHandlers: {},
});

const result = await verifier
  .verifyProvider()
  .catch((error: unknown) => (error instanceof Error ? error.message : ''));
process.send?.(result, () => process.exit(0));
