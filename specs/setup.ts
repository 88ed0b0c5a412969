import { registerContract, registerTellingApart, registerWanted } from './register.ts';
import { useRunner } from './runner.ts';

// Setup file of the vitest project that runs the specs on recordings.
useRunner({ contract: registerContract, wanted: registerWanted, tellsApart: registerTellingApart });
