import { existsSync } from 'node:fs';
import { z } from 'zod';
import { Fault } from '../fault.ts';
import { briefly } from '../contract/briefly.ts';
import { parseWithSchema, readJson } from '../storage/read-json.ts';
import { SCHEMA_KEY } from '../storage/schema-key.ts';

const name = z
  .string()
  .max(60, 'the name of a site has at most 60 characters')
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'the name of a site consists of lower-case letters, digits and hyphens');

const site = z.strictObject({
  name,
  prefix: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, 'a prefix consists of upper-case letters, digits and underscores')
    .meta({
      description:
        'Prefix of its variable names, such as ACME_ for ACME_JIRA_SITE; by default made of the name',
    })
    .optional(),
  core: z.boolean().meta({ description: 'Ask the core operations only' }).optional(),
  maxRequests: z.int().min(2).meta({ description: 'Requests in one run at most' }).optional(),
  concurrency: z.int().min(1).max(8).meta({ description: 'Requests at the same time' }).optional(),
});

const prefixOf = ({ name: own, prefix }: z.infer<typeof site>): string =>
  prefix ?? `${own.toUpperCase().replaceAll('-', '_')}_`;

const list = z
  .array(site)
  .min(1, 'it lists no site')
  .refine(
    (sites) => new Set(sites.map((one) => one.name)).size === sites.length,
    'two sites have the same name',
  )
  .refine(
    (sites) => new Set(sites.map(prefixOf)).size === sites.length,
    'two sites have the same prefix, and so the same variables; give one of them a different "prefix"',
  )
  .refine(
    (sites) => sites.every((one) => !/^\d/.test(prefixOf(one))),
    'a variable name cannot begin with a digit; if the name of a site does, give the site a "prefix"',
  );

/** The list in an object, which has room for the key by which editors find the JSON Schema. */
const wrapped = z.strictObject({ ...SCHEMA_KEY, sites: list });

/** A file of sites, in either form. */
export const sitesFileSchema = z.union([list, wrapped]);

/** One of several sites: its name, the prefix of its variables, and the limits of its runs. */
export interface Site extends Omit<z.infer<typeof site>, 'prefix'> {
  readonly prefix: string;
}

/**
 * Checks that a name can be used for a site: it becomes part of variable and folder names.
 *
 * @throws Fault `usage` if it cannot
 */
export function checkSiteName(candidate: string): void {
  if (name.safeParse(candidate).success) return;
  throw new Fault(
    'usage',
    `${briefly(candidate)} cannot be the name of a site: use at most 60 lower-case letters, digits and hyphens.`,
  );
}

/** The default file that lists the sites. */
export const SITES_FILE = 'sites.json';

const withPrefix = (entry: z.infer<typeof site>): Site => ({ ...entry, prefix: prefixOf(entry) });

/** A list of sites, read from a file. */
export interface SiteList {
  readonly path: string;
  /** Undefined if there is no such file. */
  readonly listed: readonly Site[] | undefined;
}

/**
 * Reads a list of sites.
 *
 * @throws Fault `bad-fixture`, `bad-json` or `unreadable-file`
 */
export function readSites(path: string): SiteList {
  if (!existsSync(path)) return { path, listed: undefined };
  const value = readJson(path);
  const isWrapped = typeof value === 'object' && value !== null && !Array.isArray(value);
  // Not by the union: its message would not say what is wrong.
  const sites = isWrapped ? parseWithSchema(path, value, wrapped).sites : parseWithSchema(path, value, list);
  return { path, listed: sites.map(withPrefix) };
}

/**
 * Returns the sites with the given names, or all listed sites if no name is given. Without a file, a name is enough.
 *
 * @returns an empty list if there is neither a file nor a name: then there is a single site without a prefix
 * @throws Fault `usage` if a name is invalid or not listed
 */
export function sitesOf(names: readonly string[], { path, listed }: SiteList): readonly Site[] {
  if (names.length === 0) return listed ?? [];
  return names.map((wantedName) => {
    const found = listed?.find((entry) => entry.name === wantedName);
    if (found) return found;
    checkSiteName(wantedName);
    if (!listed) return withPrefix({ name: wantedName });
    throw new Fault(
      'usage',
      `${path} lists no site called "${wantedName}". It lists ${listed.map((entry) => entry.name).join(', ')}.`,
    );
  });
}
