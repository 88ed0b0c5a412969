import type { ByReading } from '../../../clients/by-reading.ts';
import type { MeasuredClient, MeasuredUse, Seen } from '../../../clients/measured.ts';
import { SCENARIO_IDS, type ScenarioId } from '../../../conformance/scenarios.ts';
import { VERDICTS } from '../../../conformance/verdicts.ts';
import type { ClientsDocument } from './clients-document.ts';

type Cells = Partial<Record<ScenarioId, number>>;

const cells = (numberOf: (i: number) => number): Cells =>
  Object.fromEntries(SCENARIO_IDS.map((id, i) => [id, numberOf(i)]));

/** For tests: a use in which every verdict occurs, one of them withheld, with a text in every place that holds one. */
export function measuredUse(name: string, text: string): MeasuredUse {
  const seen = VERDICTS.map((verdict, i): Seen =>
    verdict === 'leaked'
      ? { reportedFailure: true, isReached: true }
      : {
          verdict,
          why: text,
          reportedFailure: verdict === 'named' || verdict === 'misled',
          isReached: i % 5 !== 0,
          exitCode: i % 2,
          requests: [`GET /${text} → 200`],
          requestCount: 3,
          printed: [text],
        },
  );
  const number = (i: number): number => i % seen.length;
  return {
    name,
    calls: text,
    command: `node ${text}`,
    seen,
    cells: { asItIs: cells(number), guard: cells((i) => number(i + 1)), wanted: cells((i) => number(i + 2)) },
  };
}

/** For tests: a client with some uses. */
export function measuredClient(
  name: string,
  uses: readonly MeasuredUse[],
  text = 'some text',
): MeasuredClient {
  return {
    name,
    package: text,
    source: 'npm',
    licence: text,
    isMcpServer: true,
    hasHttpsBuiltIn: true,
    version: text,
    on: '2026-11-26',
    uses: [...uses],
  };
}

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
