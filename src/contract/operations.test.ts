import { describe, expect, it } from 'vitest';
import { addressOfOperation, isOperationId, OPERATIONS, type Operation } from './operations.ts';

describe('the id of an operation', () => {
  it.each([
    ...OPERATIONS.map(({ id }) => id),
    'GET /rest/api/3/anything',
    'GET /rest/agile/1.0/epic/{epicIdOrKey}/issue',
    'GET https://api.atlassian.com/admin/v2/orgs/{orgId}',
  ])('may be %s', (id) => {
    expect(isOperationId(id)).toBe(true);
  });

  it.each([
    '',
    'GET',
    '/rest/api/3/myself',
    'get /rest/api/3/myself',
    'DELETE /rest/api/3/issue/{issueIdOrKey}',
    'GET rest/api/3/myself',
    'GET  /rest/api/3/myself',
    'GET /rest/api/3/my self',
    'GET /rest/api/3/myself\n',
    'GET /$(reboot)',
    'GET /`reboot`',
    'GET /"; reboot; "',
    'GET /<script>',
    'GET https://example.com/rest/api/3/myself',
    'GET https://api.atlassian.com.example.com/x',
    'GET https://api.atlassian.com@example.com/x',
    'GET http://api.atlassian.com/x',
  ])('cannot be %j, which would act in a shell, in markup, or lead elsewhere', (id) => {
    expect(isOperationId(id)).toBe(false);
  });
});

it('says where it is asked, as the table does', () => {
  const operations: readonly Operation[] = OPERATIONS;
  for (const { id, path, admin } of operations) {
    // Not in the table, so that the id alone tells.
    const other = `${id}/x`;
    expect(isOperationId(other) && addressOfOperation(other)).toEqual({
      path: `${path}/x`,
      ...(admin && { admin }),
    });
  }
});
