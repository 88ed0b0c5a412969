import { existsSync } from 'node:fs';
import { z } from 'zod';
import { Fault } from '../fault.ts';
import { briefly } from '../contract/briefly.ts';
import { readChecked } from '../storage/read-json.ts';

const name = z
  .string()
  .max(60, 'a name of a site has sixty characters at most')
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'a name of a site has lower-case letters, digits and hyphens');

const site = z.strictObject({
  name,
  /** What the names of its variables begin with: `ACME_` for `ACME_JIRA_SITE`. Made of the name unless it is given. */
  prefix: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, 'a prefix has upper-case letters, digits and underscores')
    .optional(),
  core: z.boolean().optional(),
  maxRequests: z.int().min(2).optional(),
  concurrency: z.int().min(1).max(8).optional(),
});

const prefixOf = ({ name: own, prefix }: z.infer<typeof site>): string =>
  prefix ?? `${own.toUpperCase().replaceAll('-', '_')}_`;

const schema = z
  .array(site)
  .min(1, 'there is no site in it')
  .refine(
    (sites) => new Set(sites.map((one) => one.name)).size === sites.length,
    'two sites have the same name',
  )
  .refine(
    (sites) => new Set(sites.map(prefixOf)).size === sites.length,
    'two sites have the same prefix, and so the same variables; give one of them another "prefix"',
  )
  .refine(
    (sites) => sites.every((one) => !/^\d/.test(prefixOf(one))),
    'no variable can begin with a digit; give a site whose name does a "prefix"',
  );

/** One of several sites: its name, where its variables are, and how it is asked. */
export interface Site extends Omit<z.infer<typeof site>, 'prefix'> {
  readonly prefix: string;
}

/**
 * Makes sure that a site can be called so: its name becomes one of variables, and of folders.
 *
 * @throws Fault `usage`
 */
export function checkSiteName(wanted: string): void {
  if (name.safeParse(wanted).success) return;
  throw new Fault(
    'usage',
    `${briefly(wanted)} cannot name a site: use lower-case letters, digits and hyphens, sixty at most.`,
  );
}

/** Where sites are listed unless somebody says otherwise. */
export const SITES = 'sites.json';

const withPrefix = (one: z.infer<typeof site>): Site => ({ ...one, prefix: prefixOf(one) });

/** The sites that a file lists; undefined where there is no such file. */
export interface SiteList {
  readonly path: string;
  readonly listed: readonly Site[] | undefined;
}

/**
 * Reads a list of sites.
 *
 * @throws Fault `bad-fixture`, `bad-json` or `unreadable-file`
 */
export function readSites(path: string): SiteList {
  return { path, listed: existsSync(path) ? readChecked(path, schema).map(withPrefix) : undefined };
}

/**
 * The sites that are to be asked: those of the list, or those of them that are named. Without a file a name is enough.
 *
 * @returns an empty list where there is neither a file nor a name: then there is one site, without a prefix
 * @throws Fault `usage` for a name
 */
export function sitesOf(names: readonly string[], { path, listed }: SiteList): readonly Site[] {
  if (names.length === 0) return listed ?? [];
  return names.map((wanted) => {
    const found = listed?.find((one) => one.name === wanted);
    if (found) return found;
    checkSiteName(wanted);
    if (!listed) return withPrefix({ name: wanted });
    throw new Fault(
      'usage',
      `${path} has no site called "${wanted}". It has ${listed.map((one) => one.name).join(', ')}.`,
    );
  });
}
