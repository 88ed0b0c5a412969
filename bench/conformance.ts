import { availableParallelism } from 'node:os';
import { secretsOfRun } from '../src/conformance/credentials-of-run.ts';
import { runConformance } from '../src/conformance/run-conformance.ts';
import { SCENARIO_IDS } from '../src/conformance/scenarios.ts';
import { WALL_CLOCK } from '../src/http/clock.ts';

/** Milliseconds that the program takes to start. */
const START_MS = 200;

/** Seconds within which it must be through all scenarios. */
const BOUND = 30;

/** A program that lists projects, as slowly as one that has much to load. */
const PROGRAM = `
  const { JIRA_URL, JIRA_EMAIL, JIRA_API_TOKEN } = process.env;
  const authorization = 'Basic ' + btoa(JIRA_EMAIL + ':' + JIRA_API_TOKEN);
  await new Promise((resolve) => setTimeout(resolve, ${START_MS} - performance.now()));
  const response = await fetch(JIRA_URL + '/rest/api/3/project/search', { headers: { authorization } });
  console.log((await response.json()).values.length);
`;

/** Measures how long one use of a program takes in all scenarios, side by side as the command runs them. */
export async function* benchConformance(): AsyncGenerator<string> {
  const concurrency = availableParallelism();
  const began = performance.now();
  await runConformance(
    {
      uses: [
        {
          name: 'list',
          settings: { drive: 'command', command: [process.execPath, '--input-type=module', '-e', PROGRAM] },
        },
      ],
      scenarios: SCENARIO_IDS,
      notices: undefined,
      knownFailures: [],
      concurrency,
      onProgress: () => undefined,
    },
    {
      ...(await secretsOfRun(WALL_CLOCK)),
      env: process.env,
      tls: false,
      timeLimitMs: 10_000,
      interrupted: new AbortController().signal,
      now: Date.now,
    },
  );
  const seconds = (performance.now() - began) / 1000;
  yield `conformance  a program that starts in ${START_MS / 1000} s, in ${SCENARIO_IDS.length} scenarios, ${concurrency} at a time: ${seconds.toFixed(1)} s, ${seconds < BOUND ? 'within' : 'BEYOND'} the ${BOUND} s that are its bound`;
}
