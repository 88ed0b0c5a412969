/**
 * What a body looks like without its values: keys and JSON types. A list is `[]` when empty and holds the
 * shape of its first item otherwise. Bodies that are no JSON are `"text"`, `"html"` or `"empty"`.
 */
export type Shape = string | readonly Shape[] | { readonly [key: string]: Shape };

const typeOf = (value: unknown): Shape => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.slice(0, 1).map(typeOf);
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typeOf(item)]));
};

/** The shape of a body. JSON is recognised by its text: Jira labels a plain line `application/json`, too. */
export function shapeOf(body: string): Shape {
  const text = body.trim();
  if (text === '') return 'empty';
  if (text.startsWith('<')) return /<html|<!doctype html/i.test(text) ? 'html' : 'text';
  try {
    return canonical(typeOf(JSON.parse(text)));
  } catch {
    return 'text';
  }
}

const EXAMPLE: Readonly<Record<string, unknown>> = {
  string: '…',
  number: 0,
  boolean: false,
  null: null,
};

const valueOf = (shape: Shape): unknown => {
  if (typeof shape === 'string') return EXAMPLE[shape];
  if (isList(shape)) return shape.map(valueOf);
  return Object.fromEntries(Object.entries(shape).map(([key, item]) => [key, valueOf(item)]));
};

const NOT_JSON: Readonly<Record<string, string>> = { text: '…', html: '<!doctype html>', empty: '' };

/** The same shape with its keys in order, so that two of them can be compared as text. */
export function canonical(shape: Shape): Shape {
  if (typeof shape === 'string') return shape;
  if (isList(shape)) return shape.map(canonical);
  const entries = Object.entries(shape).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item)]));
}

/** A body that has that shape, for replay: what was never kept cannot be given back. */
export function bodyOf(shape: Shape): string {
  const plain = typeof shape === 'string' ? NOT_JSON[shape] : undefined;
  return plain ?? JSON.stringify(valueOf(shape));
}

/** Whether a shape is a list (the readonly kind, which `Array.isArray` does not narrow to). */
export function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

/** The keys of an object's shape; none for anything else. */
export function keysOf(shape: Shape | undefined): readonly string[] {
  return shape === undefined || typeof shape === 'string' || isList(shape) ? [] : Object.keys(shape);
}

/**
 * Whether a body holds no data: an empty list, or a page whose lists are all empty. Undefined where the shape
 * does not tell.
 */
export function isEmptyResult(shape: Shape | undefined): boolean | undefined {
  if (shape === undefined || typeof shape === 'string') return undefined;
  if (isList(shape)) return shape.length === 0;
  const lists = Object.values(shape).filter(isList);
  return lists.length === 0 ? undefined : lists.every(({ length }) => length === 0);
}
