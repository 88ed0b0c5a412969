/** What a site contains, and who sees it. */
export const CONTENTS = ['private', 'public', 'empty'] as const;

/**
 * What a site contains: `private` is seen by the account alone, `public` by anonymous callers too, and `empty` has neither
 * projects nor issues.
 */
export type Content = (typeof CONTENTS)[number];

/** Number of projects, and of issues: two pages of each, since no page is longer than `PAGE_LENGTH`. */
export const COUNT = 60;

/** The key of the project that has the issues. */
export const PROJECT_KEY = 'EXAMPLE';

export interface Account {
  readonly accountId: string;
  readonly emailAddress: string;
  readonly displayName: string;
}

export interface Project {
  readonly id: string;
  readonly key: string;
  readonly name: string;
}

export interface Issue {
  readonly id: string;
  readonly key: string;
  readonly summary: string;
  readonly created: string;
}

/** The account of the valid token. Its email is that of the identity. */
export const OWNER: Omit<Account, 'emailAddress'> = {
  accountId: '000000:00000000-0000-4000-8000-00000000abcd',
  displayName: 'Stand In Owner',
};

/** Letters, because the key of a project has no digits at its start. */
const suffix = (index: number): string =>
  String.fromCodePoint(65 + Math.floor(index / 26), 65 + (index % 26));

/** All projects, beginning with the one that has the issues. */
export const PROJECTS: readonly Project[] = Array.from({ length: COUNT }, (_, index) => ({
  id: String(10_000 + index),
  key: index === 0 ? PROJECT_KEY : `PROJ${suffix(index)}`,
  name: index === 0 ? 'Example' : `Example ${index + 1}`,
}));

/** All issues. Their times are those of no real issue. */
export const ISSUES: readonly Issue[] = Array.from({ length: COUNT }, (_, index) => ({
  id: String(10_001 + index),
  key: `${PROJECT_KEY}-${index + 1}`,
  summary: index === 0 ? 'An example' : `Example ${index + 1}`,
  created: `2026-01-${String(1 + (index % 28)).padStart(2, '0')}T09:00:00.000+0000`,
}));
