import { credentialNamed } from '../../../contract/credentials.ts';
import type { Explanation } from '../../../explain/exit-code.ts';
import { indexOperations } from '../../../explain/asked-operation.ts';
import { HarReader } from '../../../explain/explain-har.ts';
import { explainResponse } from '../../../explain/explain-response.ts';

/** For tests: an explanation of each kind with a text in every place that can hold one. */
export function explanationsWith(text: string, standIn: boolean): Explanation[] {
  const basis = { grade: 'reported', date: text, source: text, note: text } as const;
  const mark = standIn ? [{ name: 'x-stand-in', value: '1' }] : [];
  const index = indexOperations([]);
  const answer = (status: number, name: string, value: string): object => ({
    request: {
      method: 'GET',
      url: `https://acme.example.com/rest/${encodeURIComponent(text.toWellFormed())}`,
      headers: [{ name: 'Authorization', value: `Basic ${text}` }],
    },
    response: { status, headers: [{ name, value }, ...mark], content: { text } },
  });
  const entries = [
    answer(200, 'x-aaccountid', text),
    answer(200, 'x-seraph-loginreason', 'AUTHENTICATED_FAILED'),
    answer(418, 'server', text),
    { request: { method: 'GET', url: 'https://other.example.org/' }, response: { status: 200 } },
  ];
  const hosts = {
    isSite: ({ host }: { readonly host: string }) => host === 'acme.example.com',
    isGateway: () => false,
  };
  const reader = new HarReader(index, hosts, 'basic');
  for (const entry of entries) reader.add(entry);
  const har = reader.explanation();
  const response = explainResponse(
    {
      status: 401,
      headers: { server: [text], ...(standIn && { 'x-stand-in': ['1'] }) },
      shape: { [text]: 'string' },
      complete: false,
    },
    {
      sent: 'basic',
      place: 'site',
      operation: index.at('GET', { place: 'site', path: `/rest/${text}` }),
      namesAccounts: undefined,
    },
    [],
  );
  return [
    {
      kind: 'operation',
      name: `GET /rest/${text}`,
      place: 'site',
      anonymous: 'runs',
      known: [basis],
      behaviours: [
        {
          credential: 'revoked',
          noun: credentialNamed('revoked').noun,
          treatment: 'ignored',
          statuses: [200],
          empty: true,
          since: { kind: 'changed', date: text, precision: 'month', before: text, basis },
          basis,
        },
      ],
      notKnown: ['mistyped'],
      testWith: [text],
      testsConnection: false,
      form: text,
      deprecated: text,
      otherVersion: text,
    },
    response,
    har,
  ];
}
