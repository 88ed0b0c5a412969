import { SITES } from '../config/sites.ts';
import { quoted } from '../report/documents/check/next-commands.ts';

/** The file of the settings unless the user names another. */
const SETTINGS = '.env';

/** What a command that is pasted has to repeat, for it to ask the same site. */
interface Context {
  readonly site?: string | undefined;
  readonly sites?: string | undefined;
  readonly settings?: string | undefined;
  readonly anonymise?: boolean | undefined;
}

/** A command to paste, with the options that lead to the same site; its name stays out of what is anonymised. */
export function hint(
  command: string,
  { site, sites, settings, anonymise }: Context,
  ...words: string[]
): string {
  const options = [
    ...words,
    ...(site === undefined || anonymise ? [] : ['--site', site]),
    ...(sites === undefined || sites === SITES ? [] : ['--sites', sites]),
    ...(settings === undefined || settings === SETTINGS ? [] : ['--settings', settings]),
  ];
  return ['npm run', command, ...(options.length > 0 ? ['--', ...options.map(quoted)] : [])].join(' ');
}
