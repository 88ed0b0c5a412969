import { registerContract, registerTellingApart, registerWanted } from './register.ts';
import { useRunner } from './runner.ts';

// The setup file of the vitest projects that run the specs.
useRunner({ contract: registerContract, wanted: registerWanted, tellsApart: registerTellingApart });
