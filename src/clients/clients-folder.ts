import { join } from 'node:path';

/** Where the clients are, a folder each. In a file of its own: every report loads it, and few read the clients. */
export const CLIENTS_FOLDER = join(import.meta.dirname, '..', '..', 'fixtures', 'clients');
