import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keep } from './keep.ts';
import { Scrubber } from './scrub.ts';
import { isEmptyResult, shapeOf } from './shape.ts';
import { shapeOfResponse } from './exchange.ts';
import type { Wire } from './wire.ts';

const wire = (status: number, text: string | null, headers: Wire['headers'] = {}): Wire => ({
  status,
  headers,
  text,
});

const keptText = (response: Wire, scrubber = new Scrubber([])): string =>
  JSON.stringify(keep(response, scrubber));

describe('what is kept of a response', () => {
  it('is the shape of data, and no value of it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.stringMatching(/^[a-z]{12,20}$/), id: fc.nat() })),
        (items) => {
          const kept = keptText(wire(200, JSON.stringify(items)));
          for (const { name } of items) expect(kept).not.toContain(name);
        },
      ),
    );
  });

  it('means the same as the response itself', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(200, 401, 404), (text, status) => {
        const shape = shapeOfResponse(keep(wire(status, text), new Scrubber([])));
        expect(isEmptyResult(shape)).toBe(isEmptyResult(shapeOf(text)));
      }),
    );
  });

  it('calls a person by one name wherever the data of that person comes', () => {
    const scrubber = new Scrubber([]);
    const account = '557058:1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b';
    const body = { accountId: account, displayName: 'Ada Byron', emailAddress: 'ada@acme.example' };
    keep(wire(200, JSON.stringify(body), { 'x-aaccountid': encodeURIComponent(account) }), scrubber);
    const error = {
      errorMessages: [
        `Ada Byron (ada@acme.example, ${account}) may not see avatar https://x.example/avatar/ada`,
      ],
    };
    const kept = keptText(wire(404, JSON.stringify(error), { 'x-aaccountid': account }), scrubber);
    for (const value of ['Ada', 'ada@acme', '557058', 'x.example']) expect(kept).not.toContain(value);
    expect(kept.match(/account-1/g)).toHaveLength(2);
  });

  it('is the name of a cookie and no value, and a redirect without its query', () => {
    const kept = keptText(
      wire(302, '', { 'set-cookie': ['a=1234; Path=/', 'b=5678'], location: '/login.jsp?token=9012#3456' }),
    );
    for (const value of ['1234', '5678', '9012', '3456']) expect(kept).not.toContain(value);
    expect(kept).toContain('/login.jsp');
  });

  it('survives a body that nests a hundred thousand levels', () => {
    const text = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(keep(wire(200, text), new Scrubber([])).status).toBe(200);
    expect(keep(wire(200, '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)), new Scrubber([])).status).toBe(
      200,
    );
  });

  it('is no body where none was read', () => {
    expect(keep(wire(200, null), new Scrubber([]))).not.toHaveProperty('body');
  });
});
