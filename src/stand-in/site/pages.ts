/** The longest page. Jira may return fewer items than were asked for; here it does, so that every list has two pages. */
export const PAGE_LENGTH = 50;

/** Returns a number of a query or of a JSON body. */
export function numberIn(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** The part of a list that was asked for by position. */
export interface Slice<T> {
  readonly startAt: number;
  readonly maxResults: number;
  readonly total: number;
  readonly isLast: boolean;
  readonly items: readonly T[];
}

/** Returns the part of a list from `startAt`, at most `maxResults` long. */
export function sliceOf<T>(items: readonly T[], parameter: (name: string) => unknown): Slice<T> {
  const startAt = numberIn(parameter('startAt')) ?? 0;
  const maxResults = Math.min(numberIn(parameter('maxResults')) ?? PAGE_LENGTH, PAGE_LENGTH);
  const part = items.slice(startAt, startAt + maxResults);
  return {
    startAt,
    maxResults,
    total: items.length,
    isLast: startAt + part.length >= items.length,
    items: part,
  };
}

/** Returns a list in pages of `values`, the most frequent form. */
export function pageOf(items: readonly unknown[], parameter: (name: string) => unknown): object {
  const { items: values, ...position } = sliceOf(items, parameter);
  return { ...position, values };
}

const TOKEN = /^page-from-(\d{1,9})$/;

/** The part of a list that was asked for by token: the position is opaque to clients, and there is no total. */
export function tokenPage<T>(
  items: readonly T[],
  parameter: (name: string) => unknown,
): { readonly items: readonly T[]; readonly isLast: boolean; readonly nextPageToken?: string } | undefined {
  const token = parameter('nextPageToken') ?? 'page-from-0';
  const startAt = typeof token === 'string' ? TOKEN.exec(token)?.[1] : undefined;
  if (startAt === undefined) return undefined;
  // A page of nothing would have itself as the next one.
  const length = numberIn(parameter('maxResults')) === 0 ? 1 : parameter('maxResults');
  const slice = sliceOf(items, (name) => (name === 'startAt' ? startAt : length));
  const next = slice.startAt + slice.items.length;
  return {
    items: slice.items,
    isLast: slice.isLast,
    ...(!slice.isLast && { nextPageToken: `page-from-${next}` }),
  };
}
