import type { Published } from '../catalogue/catalogue.ts';
import type { Place } from '../contract/credentials.ts';
import { OPERATIONS, type Anonymous, type KnownOperation } from '../contract/operations.ts';

/** An operation that somebody asks about, with the rows of the tables that are about it. */
export interface AskedOperation {
  /** The method and the path, with the parameters of the published path: `GET /rest/api/3/project/{projectIdOrKey}`. */
  readonly name: string;
  readonly method: string;
  readonly place: Place;
  /** The operation of the contract. */
  readonly known: KnownOperation | undefined;
  /** The same operation in other versions of the API, as far as the contract has them. */
  readonly alike: readonly KnownOperation[];
  /** The published operation. */
  readonly published: Published | undefined;
  /** The version of the API in the path, if the evidence is about another version. */
  readonly otherVersion: string | undefined;
}

/** Other paths of the same operation, in the order in which they are looked up. Each version has the same operations. */
const VERSIONS: readonly (readonly [RegExp, string])[] = [
  [/^\/rest\/api\/latest\//, '/rest/api/2/'],
  [/^\/rest\/api\/(?:2|latest)\//, '/rest/api/3/'],
  [/^\/rest\/agile\/latest\//, '/rest/agile/1.0/'],
];

const METHOD = /^(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS)\s+(\S+)$/;

const AT_GATEWAY = /^\/ex\/jira\/[^/]+(?=\/)/;

const segmentsOf = (path: string): string[] => path.split('/').filter((part) => part !== '');

const isParameter = (segment: string): boolean => segment.startsWith('{') && segment.endsWith('}');

/** Returns how well a path fits a published one: the number of segments that are the same. Undefined if it does not fit. */
function fit(template: readonly string[], path: readonly string[]): number | undefined {
  if (template.length !== path.length) return undefined;
  let same = 0;
  for (const [i, segment] of template.entries()) {
    if (segment === path[i]) same += 1;
    else if (!isParameter(segment)) return undefined;
  }
  return same;
}

/** Finds operations by method and path. */
class Finder<T extends { readonly path: string }> {
  readonly #byLength: ReadonlyMap<string, readonly (readonly [readonly string[], T])[]>;

  constructor(items: readonly T[], methodOf: (item: T) => string) {
    this.#byLength = Map.groupBy(
      items.map((item) => [segmentsOf(item.path), item] as const),
      ([segments, item]) => `${methodOf(item)} ${segments.length}`,
    );
  }

  /** Returns the item whose path fits best. */
  find(method: string, path: string): T | undefined {
    const segments = segmentsOf(path);
    let best: { readonly item: T; readonly same: number } | undefined;
    for (const [template, item] of this.#byLength.get(`${method} ${segments.length}`) ?? []) {
      const same = fit(template, segments);
      if (same !== undefined && same > (best?.same ?? -1)) best = { item, same };
    }
    return best?.item;
  }
}

/** The paths of an operation in the versions of the API, its own first. */
const pathsOf = (path: string): string[] => [
  path,
  ...VERSIONS.filter(([pattern]) => pattern.test(path)).map(([pattern, version]) =>
    path.replace(pattern, version),
  ),
];

function firstFound<T extends { readonly path: string }>(
  finder: Finder<T>,
  method: string,
  paths: readonly string[],
): { readonly item: T; readonly path: string } | undefined {
  for (const path of paths) {
    const item = finder.find(method, path);
    if (item) return { item, path };
  }
  return undefined;
}

const versionOf = (path: string): string | undefined => /^\/rest\/(?:api|agile)\/([^/]+)\//.exec(path)?.[1];

/** The longest path that is repeated, in characters. */
const MAX_PATH = 200;

const shortened = (path: string): string => (path.length > MAX_PATH ? `${path.slice(0, MAX_PATH)}…` : path);

/** The parameters of a template, in the version that was asked about. */
function inVersion(template: string, path: string): string {
  const version = versionOf(path);
  return version === undefined
    ? template
    : template.replace(/^(\/rest\/(?:api|agile)\/)[^/]+/, `$1${version}`);
}

/** Where an address leads: the place and the path below it, without a query. */
export interface Address {
  readonly place: Place;
  readonly path: string;
}

/** Returns a path without slashes at its end. */
function withoutEnd(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

/** Returns the place and the path of an address. */
export function addressOf({ pathname }: Pick<URL, 'pathname'>, isGateway: boolean): Address {
  // The parameters of a path can hold a session: "/browse;jsessionid=…".
  const path = withoutEnd(pathname.replaceAll(/;[^/]*/g, ''));
  if (!isGateway) return { place: 'site', path };
  if (AT_GATEWAY.test(path)) return { place: 'gateway', path: path.replace(AT_GATEWAY, '') };
  return { place: path.startsWith('/admin/') ? 'admin' : 'gateway', path };
}

/** What can be asked about. */
export interface OperationIndex {
  /** Returns what is on record about an operation; its name is the path itself if nothing is. */
  readonly at: (method: string, address: Address) => AskedOperation;
  /**
   * Returns the operation that a text names: a short name, or a method with a path or an address, or one of them alone.
   * Undefined if the text names none.
   *
   * @param isGateway whether a host is the gateway in front of the sites
   */
  readonly named: (text: string, isGateway: (hostname: string) => boolean) => AskedOperation | undefined;
}

/** Returns an index of the operations of the contract and of the published ones. */
export function indexOperations(published: readonly Published[]): OperationIndex {
  const operations: readonly KnownOperation[] = OPERATIONS;
  const known = new Finder(
    operations.filter(({ admin }) => !admin),
    () => 'GET',
  );
  const admin = new Finder(
    operations.filter((operation) => operation.admin),
    () => 'GET',
  );
  const catalogue = new Finder(published, ({ method }) => method);
  const at = (method: string, { place, path }: Address): AskedOperation => {
    const paths = pathsOf(path);
    const table = place === 'admin' ? admin : known;
    const row = firstFound(table, method, paths);
    const others = paths
      .flatMap((other) => table.find(method, other) ?? [])
      .filter((other) => other.id !== row?.item.id);
    const line = place === 'admin' ? undefined : firstFound(catalogue, method, paths);
    const template = row?.item.path ?? line?.item.path;
    const name = template === undefined ? shortened(path) : inVersion(template, path);
    const evidence = row ? row.path : line?.path;
    const host = place === 'admin' ? 'https://api.atlassian.com' : '';
    return {
      name: `${method} ${host}${name}`,
      method,
      place,
      known: row?.item,
      alike: others,
      published: line?.item,
      otherVersion: evidence === undefined || evidence === path ? undefined : versionOf(path),
    };
  };
  const named: OperationIndex['named'] = (text, isGateway) => {
    const words = text.trim().replaceAll(/\s+/g, ' ');
    const short = operations.find((operation) => operation.short === words);
    if (short) return at('GET', { place: short.admin ? 'admin' : 'site', path: short.path });
    const [, method = 'GET', target = words] = METHOD.exec(words) ?? [];
    if (target.startsWith('/')) {
      const path = target.split(/[?#]/)[0] ?? '';
      return at(method, addressOf({ pathname: path }, AT_GATEWAY.test(path) || path.startsWith('/admin/')));
    }
    const url = /^https?:\/\//.test(target) ? URL.parse(target) : null;
    if (!url) return undefined;
    // URL writes the braces of a parameter in percent signs.
    const pathname = url.pathname.replaceAll('%7B', '{').replaceAll('%7D', '}');
    return at(method, addressOf({ pathname }, isGateway(url.hostname)));
  };
  return { at, named };
}

/** Returns what an operation does for a caller who is not logged in, by the contract or else by what is published. */
export function anonymousOf({ known, published }: AskedOperation): Anonymous {
  if (known) return known.anonymous;
  return published ? (published.anonymous ? 'runs' : 'refused') : 'unknown';
}
