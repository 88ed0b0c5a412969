import { SITES_FILE } from '../config/sites.ts';
import { quoteForShell } from '../report/documents/check/next-commands.ts';

/** The default settings file. */
const SETTINGS = '.env';

/** Options that a suggested command has to repeat to ask the same site. */
interface Context {
  readonly site?: string | undefined;
  readonly sites?: string | undefined;
  readonly settings?: string | undefined;
  readonly anonymise?: boolean | undefined;
}

/** Returns a command to copy, with the options for the same site. An anonymised site is not named. */
export function hint(
  command: string,
  { site, sites, settings, anonymise }: Context,
  ...words: string[]
): string {
  const options = [
    ...words,
    ...(site === undefined || anonymise ? [] : ['--site', site]),
    ...(sites === undefined || sites === SITES_FILE ? [] : ['--sites', sites]),
    ...(settings === undefined || settings === SETTINGS ? [] : ['--settings', settings]),
  ];
  return ['npm run', command, ...(options.length > 0 ? ['--', ...options.map(quoteForShell)] : [])].join(' ');
}
