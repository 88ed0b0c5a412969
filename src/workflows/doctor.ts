import { jsonText } from '../json.ts';
import type { NamedDiagnosis } from '../report/documents/doctor/diagnosis.ts';
import { doctorLines } from '../report/documents/doctor/doctor-lines.ts';
import type { DiagnosisOptions } from './check-up.ts';
import { diagnose, shownPrefix, type Diagnosed } from './diagnose.ts';
import { worstOf } from './exit-codes.ts';
import { hint } from './hint.ts';
import { layoutFor } from './output.ts';
import type { Session } from './session.ts';
import { printExchanges } from './show-exchanges.ts';
import { openSite, siteLabel } from './site.ts';

/** The options of `doctor`. */
export type DoctorOptions = DiagnosisOptions & {
  readonly format: 'text' | 'json';
  readonly all: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
};

/** Returns the sites to examine: the named one, or all listed ones if there are no settings without a prefix. */
function sitesToExamine(options: DoctorOptions, session: Session): readonly (string | undefined)[] {
  const { listed = [] } = session.siteList(options.sites);
  if (options.site !== undefined || listed.length === 0) return [options.site];
  return openSite(options, session).values.has('JIRA_SITE') ? [undefined] : listed.map(({ name }) => name);
}

/**
 * Prints which settings there are, and whether each credential is in the state that its variable claims. Without `--site`, every
 * listed site is examined.
 *
 * @returns the exit code: 1 if a credential is not, 2 if a setting is missing or wrong, 3 if the site could not be asked
 */
export async function doctor(options: DoctorOptions, session: Session): Promise<number> {
  const names = sitesToExamine(options, session);
  const examined: (Diagnosed & NamedDiagnosis)[] = [];
  for (const site of names) {
    const own = { ...options, site };
    const diagnosed = await diagnose(own, session);
    const prefix = shownPrefix(openSite(own, session), options);
    examined.push({ ...diagnosed, prefix, site: names.length > 1 ? siteLabel(own, session) : undefined });
  }
  const exitCode = worstOf(examined.map((one) => one.exitCode));
  const [first, ...others] = examined;
  if (!first) throw new Error('no site was examined');
  if (options.format === 'json') {
    const several = { sites: examined.map(({ site, diagnosis }) => ({ site, ...diagnosis })) };
    session.stdout.write(jsonText(others.length > 0 ? several : first.diagnosis));
  } else {
    const open = examined.find((one) => one.exitCode !== 0);
    const step =
      open || others.length === 0
        ? (open ?? first).diagnosis.next
        : // It asks every listed site.
          { says: '', command: hint('nightly', { ...options, site: undefined }) };
    const lines = doctorLines([first, ...others], { step, of: open ?? first }, layoutFor(options, session));
    session.stdout.write(`${lines.join('\n')}\n`);
  }
  if (options.verbose) {
    printExchanges(
      examined.flatMap(({ shown }) => shown),
      options,
      session,
    );
  }
  return exitCode;
}
