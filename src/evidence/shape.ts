import { tryParseJson } from '../json.ts';
/**
 * The form of a body without its values: keys and JSON types. An empty list is `[]`, any other contains the shape of
 * its first item; a map contains that of its first value, under `*`. Bodies that are not JSON are `"text"`, `"html"`
 * or `"empty"`.
 */
export type Shape = string | readonly Shape[] | { readonly [key: string]: Shape };

/** Maximum depth: deeper levels become `object` and `array`. Jira nests ten levels deep, its documents twice that. */
const MAX_DEPTH = 32;

/** Maximum number of keys: an object with more keys than Jira has fields is a map. */
const MAX_KEYS = 200;

/** Maximum number of values that are inspected; later ones become `object` and `array`. */
const MAX_NODES = 5000;

/** The key that represents all keys of a map. */
const ANY_KEY = '*';

/** Reads the shape of one body, counting the values. */
class ShapeReader {
  readonly #maps: ReadonlySet<string>;
  #nodes = 0;

  constructor(maps: readonly string[]) {
    this.#maps = new Set(maps);
  }

  read(value: unknown, path: string, depth: number): Shape {
    this.#nodes += 1;
    if (value === null) return 'null';
    if (typeof value !== 'object') return typeof value;
    const isDeep = depth >= MAX_DEPTH || this.#nodes > MAX_NODES;
    if (Array.isArray(value)) {
      if (isDeep) return 'array';
      return value.slice(0, 1).map((item: unknown) => this.read(item, `${path}[]`, depth + 1));
    }
    return isDeep ? 'object' : this.#object(value, path, depth);
  }

  #object(value: object, path: string, depth: number): Shape {
    const keys = Object.keys(value);
    const isMap = this.#maps.has(path) || keys.length > MAX_KEYS;
    const names = isMap ? keys.slice(0, 1) : keys;
    return Object.fromEntries(
      names.map((key) => {
        const name = isMap ? ANY_KEY : key;
        const below = path === '' ? name : `${path}.${name}`;
        return [name, this.read(Reflect.get(value, key), below, depth + 1)];
      }),
    );
  }
}

/** Returns the shape of a JSON value. */
export function shapeOfValue(value: unknown, maps: readonly string[] = []): Shape {
  return sortKeys(new ShapeReader(maps).read(value, '', 0));
}

/** Returns the shape of a text that is not JSON. */
export function shapeOfText(text: string): 'empty' | 'html' | 'text' {
  const start = text.trimStart();
  if (start === '') return 'empty';
  return start.startsWith('<') && /<html|<!doctype html/i.test(start) ? 'html' : 'text';
}

/**
 * Returns the shape of a body. The time is linear in the body's length, however deep it nests.
 *
 * @param maps where in it objects are maps, whose keys are data: `''` is the body itself, `values[].roles` the roles
 *   of each value
 */
export function shapeOf(body: string, maps: readonly string[] = []): Shape {
  const value = tryParseJson(body);
  return value === undefined ? shapeOfText(body) : shapeOfValue(value, maps);
}

const EXAMPLE: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['string', '…'],
  ['number', 0],
  ['boolean', false],
  ['null', null],
  ['object', {}],
  ['array', []],
]);

const valueOf = (shape: Shape): unknown => {
  if (typeof shape === 'string') return EXAMPLE.get(shape);
  if (isList(shape)) return shape.map(valueOf);
  return Object.fromEntries(Object.entries(shape).map(([key, item]) => [key, valueOf(item)]));
};

const NOT_JSON: ReadonlyMap<Shape, string> = new Map([
  ['text', '…'],
  ['html', '<!doctype html>'],
  ['empty', ''],
]);

/** Returns the same shape with sorted keys, so that shapes can be compared as text. */
export function sortKeys(shape: Shape): Shape {
  if (typeof shape === 'string') return shape;
  if (isList(shape)) return shape.map(sortKeys);
  // Stryker disable next-line EqualityOperator: no two keys of an object are the same
  const entries = Object.entries(shape).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}

/** Returns an example of a body of that shape; the actual values were never stored. */
export function exampleBodyOf(shape: Shape): string {
  return NOT_JSON.get(shape) ?? JSON.stringify(valueOf(shape));
}

/** Whether a shape is a list (the readonly kind, which `Array.isArray` does not narrow to). */
export function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

/** Returns the keys of an object's shape; empty for anything else. */
export function keysOf(shape: Shape | undefined): readonly string[] {
  return typeof shape !== 'object' || isList(shape) ? [] : Object.keys(shape);
}

/**
 * Whether a body holds no data: an empty list, or a page whose lists are all empty. Undefined if the shape does not
 * show it.
 */
export function isEmptyResult(shape: Shape | undefined): boolean | undefined {
  if (typeof shape !== 'object') return undefined;
  if (isList(shape)) return shape.length === 0;
  const lists = Object.values(shape).filter(isList);
  return lists.length === 0 ? undefined : lists.every(({ length }) => length === 0);
}
