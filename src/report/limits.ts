/** The largest text that a place accepts. */
export interface Limit {
  readonly max: number;
  readonly unit: 'characters' | 'bytes';
}

/** The places that refuse, or cut in the middle, what is larger. */
export const LIMITS = {
  /** The text of an issue or a comment at GitHub. */
  issue: { max: 65_536, unit: 'characters' },
  /** The summary of a step of a GitHub workflow. */
  summary: { max: 1_048_576, unit: 'bytes' },
  /** A text field of Jira, as wiki markup or as serialised ADF. */
  jira: { max: 32_767, unit: 'characters' },
} as const satisfies Record<string, Limit>;

/** Returns the size of a text in the unit of a limit. A character is a UTF-16 unit, which is never too few. */
export function sizeOf(text: string, { unit }: Limit): number {
  return unit === 'bytes' ? Buffer.byteLength(text) : text.length;
}
