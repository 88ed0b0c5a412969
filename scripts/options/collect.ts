/** Parses an option that may be repeated: collects its values. */
export const collect = (word: string, before: readonly string[] = []): string[] => [...before, word];
