import type { Basis } from './basis.ts';
import type { EraId } from './eras.ts';
import { Fault } from '../fault.ts';
import { HEADER_SURVEY, CREDENTIAL_FORMS, SWEEP } from './sources.ts';

/** What an operation does for a caller who is not logged in. */
export type Anonymous = 'runs' | 'refused' | 'unknown';

/** One method and path, as in Atlassian's OpenAPI document. */
export interface Operation {
  readonly id: string;
  readonly path: string;
  /** A short name that fits into a matrix. */
  readonly short: string;
  readonly anonymous: Anonymous;
  /** The evidence for `anonymous`. */
  readonly known: Basis;
  readonly query?: Readonly<Record<string, string>>;
  /** Probed with every credential; other operations only if something is on record. */
  readonly core?: true;
  /** A successful answer is the caller's own account and never another. */
  readonly returnsAccount?: true;
  /** The first era in whose API description it appears, unless that is the oldest. */
  readonly since?: EraId;
  /**
   * Where an object in its body is a map, whose keys are data such as names of roles and people: `''` is the body
   * itself, `values[].roles` the roles of each value. From `additionalProperties` in Atlassian's OpenAPI documents.
   */
  readonly maps?: readonly string[];
  /**
   * The replacement that Atlassian's description names for a deprecated operation: this one will be removed some day.
   */
  readonly deprecated?: string;
  /** Belongs to the Admin API, which has its own host and takes no site credential. */
  readonly admin?: true;
}

const INFRA_KIT =
  'https://github.com/ArthurSaenz/infra-kit/blob/200be1119c9a85d47882192c0b0a9a59dc1dfd89/docs/jira-401-misreported-as-404-plan.md';

const swept = (note = 'From the sweep of every published operation without a credential.'): Basis => ({
  grade: 'measured',
  date: '2026-09-30',
  source: SWEEP,
  note,
});

const measured = (date: string, source: string, note: string): Basis => ({
  grade: 'measured',
  date,
  source,
  note,
});

/** Returns the maps of a project at a place in a body. */
const projectMaps = (at = ''): string[] =>
  ['properties', 'roles', 'landingPageInfo.attributes', 'components[].metadata'].map((path) => at + path);

/** Returns the maps of an issue at a place in a body. */
const issueMaps = (at = ''): string[] =>
  [
    'fields',
    'names',
    'properties',
    'renderedFields',
    'schema',
    'versionedRepresentations',
    'editmeta.fields',
    'transitions[].fields',
    'changelog.histories[].historyMetadata.extraData',
  ].map((path) => at + path);

/** Returns the maps of an item that is shared with projects: a dashboard or a filter. */
const sharedMaps = (at: string): string[] =>
  ['editPermissions', 'sharePermissions'].flatMap((key) => projectMaps(`${at}.${key}[].project.`));

/**
 * The operations of the contract, all of them reads. Those of version 3 were also checked against Atlassian's OpenAPI
 * document of 2026-07-21, the board against that of Jira Software of 2026-05-27: operations that run anonymously have
 * the empty requirement in their `security`, those that refuse do not. `deprecated` follows the document of
 * 2026-07-21.
 */
export const OPERATIONS = [
  {
    id: 'GET /rest/api/3/myself',
    path: '/rest/api/3/myself',
    short: 'v3 myself',
    anonymous: 'refused',
    known: swept(),
    core: true,
    returnsAccount: true,
  },
  {
    id: 'GET /rest/api/3/project',
    path: '/rest/api/3/project',
    maps: projectMaps('[].'),
    short: 'v3 project',
    anonymous: 'runs',
    known: swept(),
    core: true,
    deprecated: 'GET /rest/api/3/project/search',
  },
  {
    id: 'GET /rest/api/3/project/search',
    path: '/rest/api/3/project/search',
    maps: projectMaps('values[].'),
    short: 'v3 project/search',
    anonymous: 'runs',
    known: measured('2026-09-04', CREDENTIAL_FORMS, '200 and an empty page on a private site.'),
    core: true,
  },
  {
    id: 'GET /rest/api/3/project/{projectIdOrKey}',
    path: '/rest/api/3/project/{projectIdOrKey}',
    maps: projectMaps(),
    short: 'v3 project/{key}',
    anonymous: 'runs',
    known: measured(
      '2023-11-30',
      'https://github.com/RoadieHQ/roadie-backstage-plugins/issues/1194',
      'The operation answers 404, as for a project that the caller may not see.',
    ),
    core: true,
  },
  {
    id: 'GET /rest/api/3/serverInfo',
    path: '/rest/api/3/serverInfo',
    short: 'v3 serverInfo',
    anonymous: 'runs',
    known: measured('2026-09-06', INFRA_KIT, '200 without a credential.'),
    core: true,
  },
  {
    id: 'GET /rest/api/3/avatar/{type}/system',
    path: '/rest/api/3/avatar/{type}/system',
    maps: ['system[].urls'],
    short: 'v3 avatar/{type}/system',
    anonymous: 'runs',
    known: swept(
      'Anonymous by design: Atlassian documents that it needs no permission, and staff named it in 2019.',
    ),
  },
  {
    id: 'GET /rest/api/3/project/{projectIdOrKey}/versions',
    path: '/rest/api/3/project/{projectIdOrKey}/versions',
    short: 'v3 project/{key}/versions',
    anonymous: 'runs',
    known: measured(
      '2026-09-06',
      INFRA_KIT,
      'The operation answers 404, as for a project that the caller may not see.',
    ),
  },
  {
    id: 'GET /rest/api/3/project/{projectIdOrKey}/role',
    path: '/rest/api/3/project/{projectIdOrKey}/role',
    maps: [''],
    short: 'v3 project/{key}/role',
    anonymous: 'runs',
    known: measured(
      '2026-09-04',
      HEADER_SURVEY,
      "404 for an unknown key, the operation's own 401 on a public project.",
    ),
  },
  {
    id: 'GET /rest/api/3/issueLinkType',
    path: '/rest/api/3/issueLinkType',
    short: 'v3 issueLinkType',
    anonymous: 'runs',
    known: measured('2026-09-04', CREDENTIAL_FORMS, '200 for an unknown caller.'),
  },
  {
    id: 'GET /rest/api/3/search/jql',
    path: '/rest/api/3/search/jql',
    maps: ['names', 'schema', ...issueMaps('issues[].')],
    short: 'v3 search/jql',
    query: { jql: 'created >= -30d', maxResults: '1' },
    anonymous: 'runs',
    known: measured(
      '2026-09-04',
      CREDENTIAL_FORMS,
      '200 without issues; unbounded JQL gets 400 for every caller.',
    ),
    core: true,
    since: '2026-09',
  },
  {
    id: 'GET /rest/api/3/issue/{issueIdOrKey}',
    path: '/rest/api/3/issue/{issueIdOrKey}',
    maps: issueMaps(),
    short: 'v3 issue/{key}',
    anonymous: 'runs',
    known: measured(
      '2026-09-04',
      CREDENTIAL_FORMS,
      'The operation answers 404, as for an issue that the caller may not see.',
    ),
    core: true,
  },
  {
    id: 'GET /rest/api/3/mypermissions',
    path: '/rest/api/3/mypermissions',
    maps: ['permissions'],
    short: 'v3 mypermissions',
    query: { permissions: 'BROWSE_PROJECTS' },
    anonymous: 'runs',
    known: swept(
      'JRACLOUD-93811 lists it as not anonymous; the sweep and the OpenAPI document say that it runs.',
    ),
  },
  {
    id: 'GET /rest/api/3/field',
    path: '/rest/api/3/field',
    maps: ['[].schema.configuration'],
    short: 'v3 field',
    anonymous: 'runs',
    known: measured('2026-09-04', CREDENTIAL_FORMS, '200 without a credential.'),
  },
  {
    id: 'GET /rest/api/3/priority',
    path: '/rest/api/3/priority',
    short: 'v3 priority',
    anonymous: 'runs',
    known: swept("Runs, although the document's prose does not say so."),
    deprecated: 'GET /rest/api/3/priority/search',
  },
  {
    id: 'GET /rest/api/3/issuetype',
    path: '/rest/api/3/issuetype',
    short: 'v3 issuetype',
    anonymous: 'runs',
    known: swept(),
  },
  {
    id: 'GET /rest/api/3/status',
    path: '/rest/api/3/status',
    short: 'v3 status',
    anonymous: 'runs',
    known: swept(),
  },
  {
    id: 'GET /rest/api/3/permissions',
    path: '/rest/api/3/permissions',
    maps: ['permissions'],
    short: 'v3 permissions',
    anonymous: 'runs',
    known: swept('Refused anonymous callers in the document of 2021-04-16.'),
  },
  {
    id: 'GET /rest/api/3/dashboard',
    path: '/rest/api/3/dashboard',
    maps: sharedMaps('dashboards[]'),
    short: 'v3 dashboard',
    anonymous: 'runs',
    known: measured(
      '2024-12-20',
      'https://github.com/trufflesecurity/trufflehog/issues/3698',
      '200 and a default dashboard.',
    ),
  },
  {
    id: 'GET /rest/api/3/filter/search',
    path: '/rest/api/3/filter/search',
    maps: sharedMaps('values[]'),
    short: 'v3 filter/search',
    anonymous: 'runs',
    known: swept(),
  },
  {
    id: 'GET /rest/api/3/users/search',
    path: '/rest/api/3/users/search',
    short: 'v3 users/search',
    anonymous: 'runs',
    known: swept("Runs, although the document's prose asks for the permission to browse users."),
  },
  {
    id: 'GET /rest/api/3/label',
    path: '/rest/api/3/label',
    short: 'v3 label',
    anonymous: 'refused',
    known: swept(),
    core: true,
  },
  {
    id: 'GET /rest/api/3/configuration',
    path: '/rest/api/3/configuration',
    short: 'v3 configuration',
    anonymous: 'refused',
    known: swept('Ran for anonymous callers in the document of 2021-04-16.'),
  },
  {
    id: 'GET /rest/api/3/field/search',
    path: '/rest/api/3/field/search',
    maps: ['values[].schema.configuration'],
    short: 'v3 field/search',
    anonymous: 'refused',
    known: swept(),
  },
  {
    id: 'GET /rest/api/3/role',
    path: '/rest/api/3/role',
    short: 'v3 role',
    anonymous: 'refused',
    known: swept(),
  },
  {
    id: 'GET /rest/agile/1.0/board',
    path: '/rest/agile/1.0/board',
    short: 'agile board',
    anonymous: 'refused',
    known: measured(
      '2024-06-04',
      'https://github.com/airbytehq/airbyte/issues/38926',
      'Measured with a bad token; documented for callers who are not logged in.',
    ),
    core: true,
  },
  {
    id: 'GET /rest/api/2/myself',
    path: '/rest/api/2/myself',
    short: 'v2 myself',
    anonymous: 'refused',
    known: swept(),
    returnsAccount: true,
  },
  {
    id: 'GET /rest/api/2/project',
    path: '/rest/api/2/project',
    maps: projectMaps('[].'),
    short: 'v2 project',
    anonymous: 'runs',
    known: swept(),
  },
  {
    id: 'GET https://api.atlassian.com/admin/v1/orgs',
    path: '/admin/v1/orgs',
    short: 'admin orgs',
    anonymous: 'unknown',
    known: {
      grade: 'inferred',
      date: 'undated',
      source: 'Nothing public.',
      note: 'No public answer of the Admin API to a caller without a key was found.',
    },
    admin: true,
  },
] as const satisfies readonly Operation[];

export type OperationId = (typeof OPERATIONS)[number]['id'];

/** An operation of the table. */
export type KnownOperation = Operation & { readonly id: OperationId };

const BY_ID: ReadonlyMap<string, KnownOperation> = new Map(
  OPERATIONS.map((operation) => [operation.id, operation]),
);

/** Returns the operation with that id, or undefined if there is none. */
export function findOperation(id: string): KnownOperation | undefined {
  return BY_ID.get(id);
}

/**
 * Returns the operation with that id.
 *
 * @throws Fault `bad-fixture` if the table has none
 */
export function operationOf(id: OperationId): KnownOperation {
  const operation = BY_ID.get(id);
  if (!operation) throw new Fault('bad-fixture', `There is no operation "${id}".`);
  return operation;
}

/**
 * Reads only, as reports state for every operation. Allows no character that is active in a shell or in markup, and
 * no other host that could receive a credential.
 */
const ID_PATTERN = /^GET (?:https:\/\/api\.atlassian\.com)?\/[\w.~/{}%-]*$/;

/**
 * Whether a text is a valid operation id: GET and a path, or GET and an address of `api.atlassian.com`. Operations of
 * a sweep need not be in the table.
 */
export function isOperationId(id: string): id is OperationId {
  return ID_PATTERN.test(id);
}

/** Returns what a request needs to know about an operation: from the table, or else from its id. */
export function addressOfOperation(id: OperationId): Pick<Operation, 'path' | 'query' | 'admin'> {
  const address = id.slice('GET '.length);
  const path = address.replace('https://api.atlassian.com', '');
  return BY_ID.get(id) ?? { path, ...(address !== path && { admin: true }) };
}

/** The operations of Jira itself, in the order of the table, without the Admin API. */
export const JIRA_OPERATIONS: readonly KnownOperation[] = [...BY_ID.values()].filter(({ admin }) => !admin);
