import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { useSchema } from '../conformance/conformance-file.ts';
import { CLIENTS_FOLDER } from './clients-folder.ts';
import { readJsonWithSchema } from '../storage/read-json.ts';
import { readYamlWithSchema } from '../storage/read-yaml.ts';

/** What a use finds on the stand-in with a token that works. */
export const FINDINGS = ['projects', 'issues', 'issue', 'account', 'verified', 'released'] as const;

const clientUseSchema = z
  .strictObject({
    /** The function, tool or command of the client that is called. */
    calls: z.string(),
    run: useSchema,
    finds: z.enum(FINDINGS),
    /** When it works with a token that works. */
    works: z.enum(['now', 'before-2025', 'never']).default('now'),
    /** Why it does not work now. */
    why: z.string().optional(),
  })
  .refine(({ works, why }) => (works === 'now') === (why === undefined), 'say why it does not work now');

/** The content of `client.yml`. */
export const clientFileSchema = z.strictObject({
  source: z.enum(['npm', 'debian', 'curl']),
  package: z.string(),
  licence: z.string(),
  /** Whether it asks https only, so that it needs TLS. */
  hasHttpsBuiltIn: z.boolean().default(false),
  isMcpServer: z.boolean().default(false),
  uses: z.record(z.string(), clientUseSchema),
});

/** One use of a client. */
export type ClientUse = z.infer<typeof clientUseSchema>;

/** A client that people use, and how it is driven. */
export type Client = z.infer<typeof clientFileSchema> & {
  /** The name of its folder. */
  readonly name: string;
  readonly folder: string;
};

/** Returns the clients that a folder describes, by name. Reference clients, which have no description, are left out. */
export function readClients(folder = CLIENTS_FOLDER): Client[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'client.yml')))
    .toSorted()
    .map((name) => ({
      ...readYamlWithSchema(join(folder, name, 'client.yml'), clientFileSchema),
      name,
      folder: join(folder, name),
    }));
}

const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()) });

/** Returns the version of a client of npm that is installed from its lock file. */
export function lockedVersion({ folder, package: name }: Client): string {
  return readJsonWithSchema(join(folder, 'package.json'), manifestSchema).dependencies[name] ?? '';
}
