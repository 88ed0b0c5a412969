import { describe, expect, it } from 'vitest';
import { publishedOperations, readCatalogue } from '../catalogue/catalogue.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { anonymousOf, indexOperations, type AskedOperation } from './asked-operation.ts';

const published = publishedOperations(readCatalogue());
const index = indexOperations(published);
const named = (text: string): AskedOperation | undefined =>
  index.named(text, (host) => host === 'api.atlassian.com');

describe('an operation', () => {
  it('is found in a moment, however long its path is', () => {
    const slashes = '/'.repeat(300_000);
    expect(named(`/rest/x${slashes}y${slashes}`)?.name.length).toBeLessThan(300);
    expect(named(`/rest/api/3/project${slashes}`)?.known?.id).toBe('GET /rest/api/3/project');
  });

  it.each(OPERATIONS.map(({ id, short }) => [id, short]))('%s is found by its id and as %s', (id, short) => {
    expect(named(id)?.known?.id).toBe(id);
    expect(named(short)?.known?.id).toBe(id);
  });

  it('is found by the method and path under which it is published', () => {
    const lost = published.filter(({ method, path }) => named(`${method} ${path}`)?.published?.path !== path);
    expect(lost).toEqual([]);
  });

  it.each([
    [
      'https://acme.atlassian.net/rest/api/3/project/ABC?expand=x',
      'GET /rest/api/3/project/{projectIdOrKey}',
      'site',
    ],
    ['/rest/api/3/project/search?a=b', 'GET /rest/api/3/project/search', 'site'],
    ['/rest/api/3/project/', 'GET /rest/api/3/project', 'site'],
    ['GET https://api.atlassian.com/ex/jira/1-2/rest/api/2/myself', 'GET /rest/api/2/myself', 'gateway'],
    ['https://api.atlassian.com/admin/v1/orgs', 'GET https://api.atlassian.com/admin/v1/orgs', 'admin'],
    ['/rest/api/latest/label', 'GET /rest/api/latest/label', 'site'],
    ['POST /rest/api/2/search/jql', 'POST /rest/api/2/search/jql', 'site'],
    ['https://acme.atlassian.net/browse/A-1;jsessionid=x', 'GET /browse/A-1', 'site'],
  ])('%s is %s at the %s', (text, name, place) => {
    expect(named(text)).toMatchObject({ name, place });
  });

  it.each(['', ' ', 'no-such-thing', '__proto__', 'constructor', 'ftp://x/y', 'GET', 'a\nb'])(
    '%j names none',
    (text) => {
      expect(named(text)).toBeUndefined();
    },
  );

  it.each([
    ['/rest/api/2/label', '2'],
    ['/rest/api/latest/project', 'latest'],
    ['/rest/api/2/project', undefined],
    ['/rest/api/3/label', undefined],
  ])('%s rests on the evidence of another version: %s', (text, version) => {
    expect(named(text)?.otherVersion).toBe(version);
  });

  it.each([
    ['/rest/api/3/project', 'runs'],
    ['/rest/api/3/label', 'refused'],
    ['/rest/agile/1.0/board/1/properties', 'runs'],
    ['/rest/no/such', 'unknown'],
  ])('%s %s for anonymous callers', (text, anonymous) => {
    const asked = named(text);
    expect(asked && anonymousOf(asked)).toBe(anonymous);
  });
});
