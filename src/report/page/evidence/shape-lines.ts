import { isList, type Shape } from '../../../evidence/shape.ts';

/** Returns the lines of a shape, one for each value: "values[].id: string". */
export function shapeLines(shape: Shape, path = ''): string[] {
  const named = (text: string): string => (path === '' ? text : `${path}: ${text}`);
  if (typeof shape === 'string') return [named(shape)];
  const inner = isList(shape)
    ? shape.flatMap((item) => shapeLines(item, `${path}[]`))
    : Object.entries(shape).flatMap(([key, item]) => shapeLines(item, path === '' ? key : `${path}.${key}`));
  return inner.length > 0 ? inner : [named(isList(shape) ? '[]' : '{}')];
}

/** The lines in which two shapes differ, and how many they share. */
export interface ShapeDifference {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly shared: number;
}

/** Compares two shapes line by line. */
export function compareShapes(before: Shape, after: Shape): ShapeDifference {
  const [old, now] = [new Set(shapeLines(before)), new Set(shapeLines(after))];
  return {
    before: [...old.difference(now)],
    after: [...now.difference(old)],
    shared: old.intersection(now).size,
  };
}
