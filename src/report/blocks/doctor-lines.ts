import type { VariableStatus } from '../../config/examine.ts';
import { wrap } from './text-lines.ts';

/** The result of checking a credential of the user. */
export interface CredentialCheckup {
  readonly credential: string;
  readonly state: 'as claimed' | 'otherwise' | 'not decided' | 'not provided';
  readonly says: string;
}

/** The findings of the doctor. */
export interface Diagnosis {
  readonly settings: readonly VariableStatus[];
  /** A remark on the settings file; null if there is none. */
  readonly file: { readonly path: string; readonly says: string } | null;
  /** The files of secrets that others can read, by the names of the variables that name them. */
  readonly secretFiles: readonly { readonly variable: string; readonly says: string }[];
  /** Null if no site was asked. */
  readonly credentials: readonly CredentialCheckup[] | null;
  /** Why some or all credentials could not be checked. */
  readonly obstacle: string | null;
  /** Operations of the contract that Atlassian is going to remove, each with its replacement. */
  readonly deprecated: readonly { readonly operation: string; readonly instead: string }[];
  readonly plan: { readonly probes: number; readonly most: number; readonly skipped: number } | null;
}

const SIGN: Readonly<Record<VariableStatus['state'] | CredentialCheckup['state'], string>> = {
  set: '✓',
  'not set': '–',
  wrong: 'x',
  hint: '?',
  'as claimed': '✓',
  otherwise: 'x',
  'not decided': '?',
  'not provided': '–',
};

const list = (
  rows: readonly { readonly name: string; readonly state: keyof typeof SIGN; readonly says: string }[],
  width: number,
): string[] => {
  const margin = Math.max(...rows.map(({ name }) => name.length)) + 4;
  return rows.flatMap(({ name, state, says }) =>
    wrap(`${SIGN[state]} ${name}`.padEnd(margin).replaceAll(' ', '\u00A0') + says, width, ' '.repeat(margin)),
  );
};

/** Returns the findings of the doctor as lines for a terminal. */
export function doctorLines(diagnosis: Diagnosis, width: number): string[] {
  const { settings, file, secretFiles, credentials, obstacle, deprecated, plan } = diagnosis;
  const named = settings.map(({ variable, ...rest }) => ({ name: variable, ...rest }));
  const exposed = secretFiles.map(({ variable, says }) => ({ name: variable, says }));
  const remarks = [...(file ? [{ name: file.path, says: file.says }] : []), ...exposed].map(
    (remark) => ({ ...remark, state: 'hint' }) as const,
  );
  const lines = ['Settings', ...list([...named, ...remarks], width)];
  if (credentials) {
    const rows = credentials.map(({ credential, ...rest }) => ({ name: credential, ...rest }));
    lines.push('', 'Credentials', ...list(rows, width));
  }
  if (plan) {
    lines.push(
      '',
      ...wrap(
        `npm run check -- --live would send ${plan.probes} probes in at most ${plan.most} requests and skip ${plan.skipped} rows of the contract.`,
        width,
      ),
    );
  }
  lines.push(
    '',
    'Deprecated operations',
    ...list(
      deprecated.map(({ operation, instead }) => ({
        name: operation,
        state: 'hint',
        says: `Atlassian is going to remove it; use ${instead}`,
      })),
      width,
    ),
  );
  if (obstacle !== null) lines.push('', ...wrap(obstacle, width));
  return lines;
}
