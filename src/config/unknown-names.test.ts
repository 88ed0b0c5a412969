import { expect, it } from 'vitest';
import { editDistance, misspeltNames, unnamedSites } from './unknown-names.ts';
import { SETTING_NAMES } from './own-names.ts';
import { ALL_VARIABLES } from './variables.ts';

const names = (found: readonly { readonly variable: string }[]): string[] => found.map((one) => one.variable);

it.each([
  ['JIRA_SITTE', '', 'JIRA_SITE'],
  ['JIRA_TOKEN', '', 'JIRA_API_TOKEN'],
  ['JIRA_APITOKEN', '', 'JIRA_API_TOKEN'],
  ['JIRA_REVOKED_TOKENS', '', 'JIRA_REVOKED_TOKEN'],
  ['JIRA_E_MAIL', '', 'JIRA_EMAIL'],
  ['jira_site', '', 'JIRA_SITE'],
  ['ACME2_JIRA_SITTE', 'ACME2_', 'ACME2_JIRA_SITE'],
  ['JIRA_API_TOKEN_FLIE', '', 'JIRA_API_TOKEN_FILE'],
  ['JIRA_API_TOKEN_CMD', '', 'JIRA_API_TOKEN_COMMAND'],
  ['JIRA_TOKEN_COMMAND', '', 'JIRA_API_TOKEN_COMMAND'],
  ['ACME2_JIRA_APITOKEN_FILE', 'ACME2_', 'ACME2_JIRA_API_TOKEN_FILE'],
  ['JIRA_EMAIL_FILE', '', 'JIRA_EMAIL'],
  ['PACT_BROKER_PASSWORD_FIEL', '', 'PACT_BROKER_PASSWORD_FILE'],
])('reports %s as unknown, and suggests the nearest name', (name, prefix, near) => {
  const [found] = misspeltNames([name, 'PATH', 'JIRACHI_HOME'], prefix);
  expect(found?.variable).toBe(name);
  expect(found?.says).toContain(near);
});

it('ignores known names and names of other tools', () => {
  const all = [...ALL_VARIABLES.map(({ name }) => name), ...SETTING_NAMES];
  const known = all.flatMap((name) => [name, `ACME2_${name}`]);
  expect(misspeltNames([...known, 'PATH', 'HOME', 'OTHER_JIRA_THING'], '')).toEqual([]);
});

it.each([
  [['ACME2_'], ['GAMMA_JIRA_SITE']],
  [['ACME2_', 'GAMMA_'], []],
])('reports a site that is configured but not listed, with %j', (prefixes, unasked) => {
  expect(names(unnamedSites(['JIRA_SITE', 'ACME2_JIRA_SITE', 'GAMMA_JIRA_SITE'], prefixes))).toEqual(unasked);
});

it.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
])('computes the edit distance of %s and %s as %i', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});
