import { registerInteractions } from './register-pact.ts';
import { useRunner } from './runner.ts';

// Setup file of the vitest project that writes the pacts.
useRunner({
  contract: (rows) => registerInteractions('as-it-is', rows),
  wanted: (rows) => registerInteractions('wanted', rows),
  tellsApart: () => undefined,
});
