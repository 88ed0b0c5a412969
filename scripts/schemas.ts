import { join } from 'node:path';
import { writeFileAtomically } from '../src/storage/write-file.ts';
import { FILE_KINDS, schemaFile, schemaText } from './json-schemas.ts';

// Renews the JSON Schemas in `schemas/`, which editors use.

for (const kind of FILE_KINDS) {
  const path = join(import.meta.dirname, '..', 'schemas', schemaFile(kind.name));
  writeFileAtomically(path, schemaText(kind), 'shared');
}
