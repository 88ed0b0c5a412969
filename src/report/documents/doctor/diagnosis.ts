import type { VariableStatus } from '../../../config/examine.ts';
import type { CredentialName } from '../../../contract/credentials.ts';

/** The result of checking a credential of the user. */
export interface CredentialCheckup {
  readonly credential: CredentialName;
  readonly state: 'as claimed' | 'otherwise' | 'not decided' | 'not provided';
  readonly says: string;
}

/** The one thing to do next: a command to copy, or something else. */
export interface NextStep {
  /** Why, or what to do if there is no command; an imperative without a full stop. */
  readonly says: string;
  readonly command?: string;
  /** The variable that it is about. */
  readonly variable?: string;
}

/** The last day on which a credential works, as its variable says. */
export interface Expiry {
  readonly credential: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Whole days from now to the end of that day; not positive if it is over. */
  readonly days: number;
}

/** Where the settings were looked for. */
export interface SettingsPlace {
  readonly path: string;
  readonly exists: boolean;
  /** Names of those that the environment sets, without a prefix. */
  readonly environment: readonly string[];
  /** The list of sites; null if there is none. */
  readonly sites: { readonly path: string; readonly names: readonly string[] } | null;
}

/** The findings of the doctor on one site. */
export interface Diagnosis {
  readonly settings: readonly VariableStatus[];
  /** Names of the settings without which nothing can be asked. */
  readonly required: readonly string[];
  /** A remark on the settings file; null if there is none. */
  readonly file: { readonly path: string; readonly says: string } | null;
  /** The files of secrets that others can read, by the names of the variables that name them. */
  readonly secretFiles: readonly { readonly variable: string; readonly says: string }[];
  /** Null if no site was asked. */
  readonly credentials: readonly CredentialCheckup[] | null;
  /** Why some or all credentials could not be checked. */
  readonly obstacle: string | null;
  /** The setting that is probably the reason. */
  readonly suspect: string | null;
  /** Credentials that a run can send: those that are derived, and those that the user provides. Null if the settings are wrong. */
  readonly askable: { readonly derived: readonly string[]; readonly own: readonly string[] } | null;
  /** Number of credentials of the contract. */
  readonly known: number;
  readonly expiry: readonly Expiry[];
  /** Operations of the contract that Atlassian is going to remove, each with its replacement. */
  readonly deprecated: readonly { readonly operation: string; readonly instead: string }[];
  readonly plan: { readonly probes: number; readonly most: number; readonly skipped: number } | null;
  readonly read: SettingsPlace;
  readonly next: NextStep;
}

/** A diagnosis of one of several sites. */
export interface NamedDiagnosis {
  /** Undefined if there is only one site. */
  readonly site: string | undefined;
  /** The prefix of its variables. */
  readonly prefix: string;
  readonly diagnosis: Diagnosis;
}
