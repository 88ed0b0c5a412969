import { describe, expect, it } from 'vitest';
import { isWrite } from './requests.ts';

const QUERY = { query: 'query Me { me { user { name } } }' };
const MUTATION = { query: 'mutation Close($id: ID!) { closeIssue(id: $id) { id } }' };

describe('a write', () => {
  it.each([
    ['GET', '/rest/api/3/project', undefined, false],
    ['HEAD', '/rest/api/3/project', undefined, false],
    ['POST', '/rest/api/3/issue', {}, true],
    ['PUT', '/rest/api/2/issue/A-1', {}, true],
    ['DELETE', '/rest/api/latest/issue/A-1', undefined, true],
    ['POST', '/rest/api/3/search/jql', {}, false],
    ['POST', '/ex/jira/an-id/rest/api/3/search/jql', {}, false],
    ['POST', '/ex/jira/an-id/rest/api/3/issue', {}, true],
    ['POST', '/rest/api/3/jql/parse', {}, false],
    ['POST', '/not/known', {}, true],
    ['POST', '/gateway/api/graphql', QUERY, false],
    ['POST', '/gateway/api/graphql', MUTATION, true],
    ['POST', '/gateway/api/graphql', [QUERY, MUTATION], true],
    ['POST', '/graphql', QUERY, false],
    ['POST', '/graphql', MUTATION, true],
    ['POST', '/graphql', undefined, false],
    ['POST', '/graphql', { variables: { mutation: 'mutation' } }, false],
  ])('%s %s %j: %s', (method, path, body, expected) => {
    expect(isWrite(method, path, body)).toBe(expected);
  });
});
