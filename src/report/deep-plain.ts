/** Returns a deep copy of a value with `plain` applied to every string and key. */
export function mapTexts<T>(value: T, plain: (text: string) => string): T;
export function mapTexts(value: unknown, plain: (text: string) => string): unknown {
  if (typeof value === 'string') return plain(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, plain));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [plain(key), mapTexts<unknown>(item, plain)]),
  );
}
