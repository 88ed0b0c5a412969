import { join } from 'node:path';
import { writeFileAtomically } from '../src/storage/write-file.ts';
import { MONITORING } from './monitoring/files.ts';

// Renews the alert rules and the dashboard in `recipes/`, which know the metrics by name.

for (const { path, text } of MONITORING) {
  writeFileAtomically(join(import.meta.dirname, '..', path), text(), 'shared');
}
