import { ISSUES, PROJECTS, type Issue } from './corpus.ts';

/** What a query finds. `unknown` names values that nothing visible has. */
export interface Found {
  readonly issues: readonly Issue[];
  readonly unknown: readonly { readonly field: string; readonly value: string }[];
}

const withoutOrder = (jql: string): string => jql.replace(/\s*\border\s+by\b.*$/is, '').trim();

/** Whether a query restricts nothing, with or without an order. */
export function isUnbounded(jql: string): boolean {
  return withoutOrder(jql) === '';
}

const CLAUSE = /\b(project|key|issuekey|issue|id)\s*(?:=|\bin\b)\s*(\([^)]*\)|"[^"]*"|'[^']*'|[\w-]+)/gi;

const valuesIn = (operand: string): string[] =>
  operand
    .replaceAll(/[()]/g, '')
    .split(',')
    .map((value) => value.trim().replaceAll(/^["']|["']$/g, ''))
    .filter((value) => value !== '');

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Whether an issue is in a project that is named by key, id or name. All issues are in the first project. */
const isInProject = (value: string): boolean =>
  [PROJECTS[0]?.key, PROJECTS[0]?.id, PROJECTS[0]?.name].some(
    (name) => name !== undefined && same(name, value),
  );

/**
 * Searches issues with a small part of JQL: `project` and `key` (or `issue`, `id`) with `=` or `in`. `ORDER BY` is accepted, and the order
 * stays that of the keys. Every other clause restricts nothing: a query of which nothing is understood finds all that the caller sees.
 * Neither brackets nor `OR` and `NOT` are understood, so that what they combine is taken as if joined by `AND`.
 */
export function searchIssues(
  jql: string,
  visible: {
    readonly issues: readonly Issue[];
    readonly projects: readonly { key: string; id: string; name: string }[];
  },
): Found {
  let { issues } = visible;
  const unknown: { field: string; value: string }[] = [];
  for (const [, name = '', operand = ''] of withoutOrder(jql).matchAll(CLAUSE)) {
    const field = name.toLowerCase() === 'project' ? 'project' : 'key';
    const values = valuesIn(operand);
    const exists = (value: string): boolean =>
      field === 'project'
        ? visible.projects.some(({ key, id, name: title }) =>
            [key, id, title].some((known) => same(known, value)),
          )
        : visible.issues.some(({ key, id }) => same(key, value) || id === value);
    unknown.push(...values.filter((value) => !exists(value)).map((value) => ({ field, value })));
    const fits = ({ key, id }: Issue): boolean =>
      values.some((value) => (field === 'project' ? isInProject(value) : same(key, value) || id === value));
    issues = issues.filter((issue) => fits(issue));
  }
  return { issues, unknown };
}

/** Returns the issue with a key or an id. */
export function issueNamed(name: string, issues: readonly Issue[] = ISSUES): Issue | undefined {
  return issues.find(({ key, id }) => same(key, name) || id === name);
}
