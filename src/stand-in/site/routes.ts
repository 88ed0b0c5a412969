import {
  OPERATIONS,
  type Anonymous,
  type Operation as ContractOperation,
} from '../../contract/operations.ts';
import { ACCOUNT_OPERATIONS } from './accounts.ts';
import { METHODS, publishedOperations, readCatalogue, type Published } from '../../catalogue/catalogue.ts';
import { ISSUE_OPERATIONS } from './issues.ts';
import type { Operation } from './operation.ts';
import { PROJECT_OPERATIONS } from './projects.ts';
import { answerPublished } from './published.ts';
import { SEARCH_OPERATIONS } from './search.ts';
import { SETTINGS_OPERATIONS } from './settings.ts';
import type { ApiVersion } from './view.ts';

/** How the site answers one method and path. */
export interface Route {
  readonly id: string;
  readonly anonymous: Anonymous;
  /** Whether it changes nothing on a real site. */
  readonly reads: boolean;
  readonly answer: Operation;
}

/** A route, and what a path says to it. */
export interface Match {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
  readonly version: ApiVersion;
}

/** Operations that the stand-in answers itself; it answers the others of the catalogue by their form. */
export const OWN_OPERATIONS: Readonly<Record<string, Operation>> = {
  ...PROJECT_OPERATIONS,
  ...ISSUE_OPERATIONS,
  ...SEARCH_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  ...SETTINGS_OPERATIONS,
};

/** Operations that no API description has: GraphQL refuses (measured), the session gives its own answer to everyone. */
const UNPUBLISHED: readonly Pick<Published, 'method' | 'path' | 'anonymous' | 'reads'>[] = [
  { method: 'GET', path: '/rest/auth/1/session', anonymous: true, reads: true },
  { method: 'POST', path: '/rest/auth/1/session', anonymous: true, reads: true },
  { method: 'DELETE', path: '/rest/auth/1/session', anonymous: true, reads: true },
  { method: 'POST', path: '/gateway/api/graphql', anonymous: false, reads: true },
];

/**
 * POST operations that change nothing, although the scopes that the documents give them are not those of reading: they look
 * things up in bulk.
 */
const LOOK_UPS = new Set(
  ['permissions/check', 'workflows', 'workflows/preview', 'workflow/history/list', 'workflow/history']
    .concat(['jql/sanitize', 'jql/function/computation/search', 'bulk/issues/move/validate'])
    .map((path) => `POST /rest/api/3/${path}`),
);

/** What was measured about an operation counts more than the documents. */
const MEASURED: ReadonlyMap<string, ContractOperation> = new Map(
  OPERATIONS.map((operation) => [operation.id, operation]),
);

function routeFor(published: Published | (typeof UNPUBLISHED)[number]): Route {
  const { method, path, anonymous, reads } = published;
  const id = `${method} ${path}`;
  return {
    id,
    anonymous: MEASURED.get(id)?.anonymous ?? (anonymous ? 'runs' : 'refused'),
    reads: reads || LOOK_UPS.has(id),
    answer:
      OWN_OPERATIONS[id] ?? ('form' in published ? answerPublished(published) : () => ({ status: 404 })),
  };
}

interface Pattern {
  readonly route: Route;
  readonly names: readonly string[];
  readonly pattern: RegExp;
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '([^/]+)')}$`);

const depthOf = (path: string): number => path.split('/').length;

/** The routes by method and number of segments; those with fewer parameters come first, because they are more specific. */
function tableOf(): ReadonlyMap<string, readonly Pattern[]> {
  const table = new Map<string, Pattern[]>();
  const all = [...UNPUBLISHED, ...publishedOperations(readCatalogue())];
  for (const one of all.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)) {
    const slot = `${one.method} ${depthOf(one.path)}`;
    const names = [...one.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    table.set(slot, [
      ...(table.get(slot) ?? []),
      { route: routeFor(one), names, pattern: patternOf(one.path) },
    ]);
  }
  return table;
}

let table: ReadonlyMap<string, readonly Pattern[]> | undefined;

/** Returns all routes. */
export function allRoutes(): Route[] {
  table ??= tableOf();
  return [...table.values()].flatMap((patterns) => patterns.map(({ route }) => route));
}

/** Versions 2, 3 and `latest` have the same operations; the documents name those of version 3. */
function canonical(path: string): { readonly path: string; readonly version: ApiVersion } {
  const version = /^\/rest\/api\/(2|3|latest)\//.exec(path)?.[1];
  return {
    version: version === '2' || version === 'latest' ? '2' : '3',
    path: path
      .replace(/^\/rest\/api\/(?:2|latest)\//, '/rest/api/3/')
      .replace(/^\/rest\/agile\/latest\//, '/rest/agile/1.0/')
      .replace(/(?<=.)\/$/, ''),
  };
}

/** Whether the site has an operation with that path, whatever the method. */
export function isKnownPath(path: string): boolean {
  return METHODS.some((method) => match(method, path) !== undefined);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Returns the route of a request, and the values in its path; undefined if the site has none. */
export function match(method: string, path: string): Match | undefined {
  table ??= tableOf();
  const address = canonical(path);
  const slot = `${method === 'HEAD' ? 'GET' : method} ${depthOf(address.path)}`;
  for (const { route, names, pattern } of table.get(slot) ?? []) {
    const values = pattern.exec(address.path);
    if (!values) continue;
    const entries = names.map((name, index): [string, string] => [name, decoded(values[index + 1] ?? '')]);
    return { route, path: Object.fromEntries(entries), version: address.version };
  }
  return undefined;
}
