import type { ConformanceResult, ScenarioResult } from '../../../conformance/result.ts';
import { SCENARIO_IDS } from '../../../conformance/scenarios.ts';
import { isFailing, VERDICTS } from '../../../conformance/verdicts.ts';

/** For tests: a result with every verdict, in every state, and a text in every place that a program or a user fills. */
export function conformanceWith(text: string, changes: Partial<ConformanceResult> = {}): ConformanceResult {
  const uses = ['list', 'search'];
  const results = uses.flatMap((use, row) =>
    SCENARIO_IDS.map((scenario, i): ScenarioResult => {
      const verdict = VERDICTS[(i + row) % VERDICTS.length] ?? 'passed';
      const isKnown = i % 5 === 0;
      return {
        use,
        scenario,
        verdict,
        why: `why ${text}`,
        ...(i % 2 === 0 && { matched: { pattern: 'x', text } }),
        noticed: i % 2 === 0,
        isReached: i % 7 !== 0,
        exitCode: i % 3 === 0 ? null : 1,
        milliseconds: 200,
        requestCount: 3,
        requests: [
          {
            method: 'GET',
            path: `/rest/api/3/${text}`,
            query: 'a=…',
            credential: 'dead',
            answeredFor: 'anonymous',
            status: 200,
            isWrite: false,
          },
          {
            method: text,
            path: '/',
            query: '',
            credential: 'none',
            answeredFor: null,
            status: null,
            isWrite: true,
          },
        ],
        refusedHosts: [`${text}:443`],
        survivors: i % 2,
        output: { stdout: [text, ''], stderr: ['an error', text] },
        ...(isKnown && {
          known: { verdict: 'silent' as const, reason: `reason ${text}`, date: '2026-11-26' },
        }),
        isUnexpected: isKnown ? !isFailing(verdict) : isFailing(verdict),
      };
    }),
  );
  return {
    tool: 'jira-token-contract 0.1.0',
    at: '2026-11-26T03:05:07.000Z',
    origin: 'stand-in',
    tls: false,
    guard: false,
    wanted: false,
    isolated: true,
    uses: uses.map((name, i) => ({
      name,
      command: `node ${text}`,
      drive: 'command',
      language: i === 0 ? 'javascript' : 'unknown',
      level: 0,
      notices: `pattern ${text}`,
    })),
    results,
    level: 0,
    inconclusive: [],
    exitCode: 1,
    ...changes,
  };
}
