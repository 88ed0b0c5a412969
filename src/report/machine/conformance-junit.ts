import type { ConformanceResult, ScenarioResult } from '../../conformance/result.ts';
import { isFailing } from '../../conformance/verdicts.ts';
import { messageOf } from '../documents/conformance/failures.ts';
import { groupBy } from '../documents/phrases.ts';
import { escapeXml, xmlAttributes } from '../xml.ts';

const isSkipped = ({ verdict, isUnexpected, isReached }: ScenarioResult): boolean =>
  !isUnexpected && (isFailing(verdict) || !isReached);

/** Returns what became of a case: nothing if it passed. What is known, or was not met, is skipped. */
function outcomeOf(result: ScenarioResult): string {
  const message = escapeXml(messageOf(result));
  if (result.isUnexpected)
    return `<failure${xmlAttributes({ type: result.verdict, message: messageOf(result) })}>${message}</failure>`;
  return isSkipped(result) ? `<skipped>${message}</skipped>` : '';
}

function caseLine(result: ScenarioResult): string {
  const { use, scenario, milliseconds } = result;
  const outcome = outcomeOf(result);
  const open = `    <testcase${xmlAttributes({ classname: use, name: scenario, time: milliseconds / 1000 })}`;
  return outcome === '' ? `${open}/>` : `${open}>${outcome}</testcase>`;
}

const tally = (cases: readonly ScenarioResult[]): Record<string, number> => ({
  time: cases.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000,
  tests: cases.length,
  failures: cases.filter((one) => one.isUnexpected).length,
  errors: 0,
});

/** Renders a run for the test pages of CI systems: a suite for each use, a case for each scenario. */
export function conformanceJunit({ results, inconclusive }: ConformanceResult): string {
  const suites = groupBy(results, ({ use }) => use).flatMap(([name, cases]) => [
    `  <testsuite${xmlAttributes({ name, ...tally(cases), skipped: cases.filter(isSkipped).length })}>`,
    ...cases.map(caseLine),
    '  </testsuite>',
  ]);
  const errors = inconclusive.map(
    (reason, i) =>
      `    <testcase${xmlAttributes({ classname: 'the run', name: `conclusion ${i + 1}`, time: 0 })}><error${xmlAttributes({ type: 'inconclusive', message: reason })}>${escapeXml(reason)}</error></testcase>`,
  );
  const count = errors.length;
  const run =
    count === 0
      ? []
      : [
          `  <testsuite${xmlAttributes({ name: 'the run', time: 0, tests: count, failures: 0, errors: count, skipped: 0 })}>`,
          ...errors,
          '  </testsuite>',
        ];
  const whole = tally(results);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${xmlAttributes({ name: 'conformance, against the stand-in', ...whole, tests: results.length + count, errors: count })}>`,
    ...run,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}
