import { ISSUES, OWNER, PROJECTS, type Account, type Content, type Issue, type Project } from './corpus.ts';

/** The versions of the platform API. `latest` is answered as version 2, which is a guess: no source says which it is. */
export type ApiVersion = '2' | '3';

/** What one caller sees of a site. */
export interface View {
  /** Where the links of an answer begin: the origin that was asked, or the site at the gateway. */
  readonly base: string;
  readonly version: ApiVersion;
  /** The account that owns everything on the site. */
  readonly owner: Account;
  /** The caller's own account, which is the owner; undefined for an anonymous caller. */
  readonly account: Account | undefined;
  readonly projects: readonly Project[];
  readonly issues: readonly Issue[];
}

/**
 * Returns what the account, or an anonymous caller, sees of a site with that content.
 *
 * @param caller with the email of the account
 */
export function viewOf(
  content: Content,
  {
    email,
    isAccount,
    base,
    version,
  }: Pick<View, 'base' | 'version'> & { readonly email: string; readonly isAccount: boolean },
): View {
  const seesData = content === 'public' || (content === 'private' && isAccount);
  const owner = { ...OWNER, emailAddress: email };
  return {
    base,
    version,
    owner,
    account: isAccount ? owner : undefined,
    projects: seesData ? PROJECTS : [],
    issues: seesData ? ISSUES : [],
  };
}

const AVATARS = { '48x48': 'https://avatar.example.com/stand-in/48.png' };

/** Returns an account as Jira shows it: its email to itself only. */
export function accountJson({ base, version, account: caller }: View, account: Account): object {
  return {
    self: `${base}/rest/api/${version}/user?accountId=${encodeURIComponent(account.accountId)}`,
    accountId: account.accountId,
    accountType: 'atlassian',
    ...(caller && { emailAddress: account.emailAddress }),
    displayName: account.displayName,
    avatarUrls: AVATARS,
    active: true,
    timeZone: 'Etc/UTC',
    locale: 'en_US',
  };
}

/** Returns a project as Jira shows it in lists. */
export function projectJson({ base, version }: View, { id, key, name }: Project): object {
  return {
    self: `${base}/rest/api/${version}/project/${id}`,
    id,
    key,
    name,
    avatarUrls: AVATARS,
    projectTypeKey: 'software',
    simplified: false,
    style: 'classic',
    isPrivate: true,
  };
}

const STATUS_CATEGORY = { id: 2, key: 'new', colorName: 'blue-gray', name: 'To Do' };

/** The statuses that an issue can have: every issue has the first. */
const STATUSES = [
  { id: '1', name: 'To Do' },
  { id: '3', name: 'In Progress' },
] as const;

/** Returns the statuses as Jira shows them. */
export function statusesJson({ base, version }: View): object[] {
  return STATUSES.map(({ id, name }) => ({
    self: `${base}/rest/api/${version}/status/${id}`,
    id,
    name,
    statusCategory: STATUS_CATEGORY,
  }));
}

/** Returns the only type of issue as Jira shows it. */
export function issueTypeJson({ base, version }: View): object {
  return {
    self: `${base}/rest/api/${version}/issuetype/10001`,
    id: '10001',
    name: 'Task',
    description: '',
    subtask: false,
  };
}

/** Returns a text as the version of the API writes it: Atlassian Document Format in version 3, plain text in version 2. */
export function textJson({ version }: View, text: string): unknown {
  return version === '3'
    ? { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] }
    : text;
}

/** Returns the comment that every issue has. */
export function commentJson(view: View, issue: Issue): object {
  const author = accountJson(view, view.owner);
  return {
    self: `${view.base}/rest/api/${view.version}/issue/${issue.id}/comment/10200`,
    id: '10200',
    author,
    updateAuthor: author,
    body: textJson(view, 'A comment of the stand-in.'),
    created: issue.created,
    updated: issue.created,
  };
}

const fieldsOf = (view: View, issue: Issue): Record<string, unknown> => {
  const { base, version } = view;
  const owner = accountJson(view, view.owner);
  const [project] = PROJECTS;
  return {
    summary: issue.summary,
    status: statusesJson(view)[0],
    issuetype: issueTypeJson(view),
    project: project && projectJson(view, project),
    priority: { self: `${base}/rest/api/${version}/priority/3`, id: '3', name: 'Medium' },
    assignee: owner,
    reporter: owner,
    creator: owner,
    created: issue.created,
    updated: issue.created,
    description: textJson(view, 'An issue of the stand-in.'),
    labels: ['example'],
    components: [],
    fixVersions: [],
    versions: [],
    issuelinks: [],
    subtasks: [],
    attachment: [],
    resolution: null,
    resolutiondate: null,
    duedate: null,
    comment: { ...listOf('comments', [commentJson(view, issue)]) },
    worklog: { ...listOf('worklogs', []) },
  };
};

/** Returns a whole list in the form that comments and worklogs have. */
export function listOf(name: string, items: readonly unknown[]): object {
  return { startAt: 0, maxResults: items.length, total: items.length, [name]: items };
}

/**
 * Returns an issue as Jira shows it.
 *
 * @param names the names of the wanted fields, as in the parameter `fields`; undefined for all
 */
export function issueJson(view: View, issue: Issue, names?: readonly string[]): object {
  const all = fieldsOf(view, issue);
  const wanted = names?.filter((name) => !name.startsWith('-')) ?? [];
  const unwanted = new Set(names?.filter((name) => name.startsWith('-')).map((name) => name.slice(1)));
  const isAll = wanted.length === 0 || wanted.some((name) => name === '*all' || name === '*navigable');
  const fields = Object.entries(all).filter(
    ([name]) => (isAll || wanted.includes(name)) && !unwanted.has(name),
  );
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: issue.id,
    self: `${view.base}/rest/api/${view.version}/issue/${issue.id}`,
    key: issue.key,
    fields: Object.fromEntries(fields),
  };
}
