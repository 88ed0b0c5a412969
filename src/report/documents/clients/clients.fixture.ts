import type { ByReading } from '../../../clients/by-reading.ts';
import { measuredClient, measuredUse } from '../../../clients/measured.fixture.ts';
import type { MeasuredUse } from '../../../clients/measured.ts';
import type { ClientsDocument } from './clients-document.ts';

/** For tests: a table of clients with a text in every place that holds one. */
export function clientsWith(text: string): ClientsDocument {
  const unmeasured: MeasuredUse = {
    name: 'search',
    calls: text,
    command: text,
    notMeasured: text,
    seen: [],
    cells: { asItIs: {}, guard: {}, wanted: {} },
  };
  const evidence = {
    grade: 'source',
    commit: 'a'.repeat(40),
    file: 'a.ts',
    symbol: text,
    url: 'https://github.com/example/example/blob/main/a.ts',
    read: '2026-11-26',
  } as const;
  const integration: ByReading['integrations'][number] = {
    name: text,
    repository: 'https://github.com/example/example',
    check: { asks: text, notices: 'no', evidence },
    atWork: { notices: 'no', evidence },
    why: text,
    issues: ['https://github.com/example/example/issues/1'],
  };
  const notes = { grade: 'facts', read: '2026-11', seen: '2026-08' } as const;
  return {
    measured: {
      origin: 'stand-in',
      clients: [
        measuredClient('a-client', [measuredUse('list', text), unmeasured], text),
        measuredClient('another', [measuredUse('check', text)], text),
      ],
    },
    byReading: {
      date: '2026-11-26',
      integrations: [
        integration,
        { ...integration, check: { ...integration.check, evidence: notes }, version: text },
      ],
    },
  };
}
