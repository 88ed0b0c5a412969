import type { SettingsFile } from './settings-file.ts';

/** Keys and ids that identify sites, from all variables with any prefix. */
export interface SiteValues {
  readonly projectKeys: readonly string[];
  readonly issueKeys: readonly string[];
  readonly cloudIds: readonly string[];
}

/** Collects the keys and ids from the environment and the settings files. */
export function siteValues(
  env: Readonly<Record<string, string | undefined>>,
  files: readonly SettingsFile[],
): SiteValues {
  const all = [...files.map((file) => file.lenient()), env].flatMap((values) => Object.entries(values));
  const named = (ending: string): string[] => [
    ...new Set(all.flatMap(([name, value]) => (name.endsWith(ending) && value ? [value] : []))),
  ];
  return {
    projectKeys: named('JIRA_PROJECT_KEY'),
    issueKeys: named('JIRA_ISSUE_KEY'),
    cloudIds: named('JIRA_CLOUD_ID'),
  };
}
