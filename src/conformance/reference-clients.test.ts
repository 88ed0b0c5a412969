import { describe, expect, it } from 'vitest';
import { levelOf } from './level.ts';
import { expectedOf, REFERENCE_CLIENTS } from './reference-clients.fixture.ts';
import { GROUPS } from './scenario.ts';
import { scenarioNamed, SCENARIO_IDS } from './scenarios.ts';
import { VERDICTS } from './verdicts.ts';

const FILES = REFERENCE_CLIENTS.flatMap((client) =>
  Object.entries(expectedOf(client)).map(([file, expected]) => [`${client}/${file}`, expected] as const),
);

describe.each(FILES)('what is expected of %s', (_name, { usual, because, verdicts, level }) => {
  it('is what its kind of program gets, or says why not: it was not copied from a run', () => {
    const others = SCENARIO_IDS.filter((id) => verdicts[id] !== usual[scenarioNamed(id).group]);
    const explained = Object.keys(because).filter((name) => !Object.hasOwn(GROUPS, name));
    expect(explained).toEqual(others);
  });

  it('is the level that follows from the verdicts', () => {
    const results = SCENARIO_IDS.map((scenario) => {
      const verdict = VERDICTS.find((one) => one === verdicts[scenario]) ?? 'passed';
      return { scenario, verdict };
    });
    expect(levelOf(results)).toBe(level);
  });
});
