import { Verifier } from '@pact-foundation/pact';

// Runs Pact's verifier in a process of its own, because it prints on its own and ends the process on some errors. The arguments
// are the address of the provider and the path of the pact; the result is sent to the parent process.
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
