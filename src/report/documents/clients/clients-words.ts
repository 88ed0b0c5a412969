import type { Site } from '../../../clients/measured.ts';

/** What the sites are called in a heading. */
export const SITE_WORDS: Readonly<Record<Site, string>> = {
  asItIs: 'as Jira is',
  guard: 'with the guard',
  wanted: 'with 401',
};

/** Stands in place of a cell whose verdict is withheld. */
export const WITHHELD = { letter: 'w', means: 'withheld: its maintainers are asked first' };

/** Returns a text as part of an address within the page, as GitHub makes it of a heading. */
export const slug = (...words: string[]): string =>
  words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '');
