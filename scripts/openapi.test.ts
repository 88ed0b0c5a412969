import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../src/temporary-folder.fixture.ts';
import { catalogueOf, readDocument } from './openapi.ts';

const json = (schema: object): object => ({ 200: { content: { 'application/json': { schema } } } });

const DOCUMENT = {
  info: { title: 'A sample', license: { name: 'Apache 2.0' } },
  components: {
    schemas: {
      Page: { type: 'object', properties: { isLast: { type: 'boolean' }, values: { type: 'array' } } },
      Search: { type: 'object', properties: { issues: { type: 'array' }, total: { type: 'integer' } } },
    },
  },
  paths: {
    '/rest/api/3/list': {
      parameters: [],
      get: { security: [{ basicAuth: [] }, {}], responses: json({ type: 'array' }) },
      post: { responses: { 400: {}, 201: {} } },
    },
    '/rest/api/3/page': {
      get: { security: [{ basicAuth: [] }], responses: json({ $ref: '#/components/schemas/Page' }) },
    },
    '/rest/api/3/search': {
      post: {
        security: [{ OAuth2: ['read:jira-work'] }, {}],
        responses: json({ $ref: '#/components/schemas/Search' }),
      },
      put: { security: [{ OAuth2: ['read:jira-work', 'write:jira-work'] }], responses: { 204: {} } },
    },
  },
};

function written(name: string, content: object): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('an API description', () => {
  it('becomes a catalogue of facts', () => {
    const { documents, operations } = catalogueOf([
      readDocument(written('sample-2026-07-21.json', DOCUMENT)),
    ]);
    expect(documents).toEqual([{ title: 'A sample', date: '2026-07-21', operations: 5 }]);
    expect(operations).toEqual({
      '/rest/api/3/list': { GET: 'anonymous 200 []', POST: 'account 201 -' },
      '/rest/api/3/page': { GET: 'account 200 page' },
      '/rest/api/3/search': { POST: 'anonymous reads 200 {issues}', PUT: 'account 204 -' },
    });
  });

  it.each([
    ['usage', 'sample.json', DOCUMENT],
    ['bad-fixture', 'a-2026-07-21.json', { ...DOCUMENT, paths: undefined }],
    [
      'bad-fixture',
      'a-2026-07-21.json',
      { ...DOCUMENT, info: { title: 'x', license: { name: 'Proprietary' } } },
    ],
  ])('is refused as %s: %s', (code, name, content) => {
    expect(() => readDocument(written(name, content))).toThrow(expect.objectContaining({ code }));
  });
});
