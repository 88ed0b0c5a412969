import { SCENARIO_IDS, type ScenarioId } from '../conformance/scenarios.ts';
import { VERDICTS } from '../conformance/verdicts.ts';
import type { MeasuredClient, MeasuredUse, Seen } from './measured.ts';

type Cells = Partial<Record<ScenarioId, number>>;

const cells = (numberOf: (i: number) => number): Cells =>
  Object.fromEntries(SCENARIO_IDS.map((id, i) => [id, numberOf(i)]));

/** For tests: a use in which every verdict occurs, one of them withheld, with a text in every place that holds one. */
export function measuredUse(name: string, text: string): MeasuredUse {
  const seen = VERDICTS.map((verdict, i): Seen =>
    verdict === 'leaked'
      ? { noticed: true, isReached: true }
      : {
          verdict,
          why: text,
          noticed: verdict === 'named' || verdict === 'misled',
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
