import type { Reporter, TestCase } from 'vitest/node';

/**
 * Ends a test run with the line that CI reads, and fails a run in which no test was executed: by itself vitest
 * takes a selection that matches nothing for a success.
 */
export class TallyReporter implements Reporter {
  readonly #count = { passed: 0, failed: 0, skipped: 0 };

  onTestCaseResult(testCase: TestCase): void {
    const { state } = testCase.result();
    if (state !== 'pending') this.#count[state] += 1;
  }

  onTestRunEnd(): void {
    const { passed, failed, skipped } = this.#count;
    if (passed + failed === 0) {
      process.stderr.write('No test was executed: a run that tests nothing is a failure.\n');
      process.exitCode = 1;
    }
    // The default reporter prints its summary after this hook; the line has to be the last one.
    process.once('exit', () =>
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`),
    );
  }
}
