import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/**
 * Ends a test run with the line that CI reads, and fails a run in which a project executed no test. Without it, vitest treats
 * a selection that matches nothing, and a project without tests, as a success.
 */
export class TallyReporter implements Reporter {
  readonly #count = { passed: 0, failed: 0, skipped: 0 };
  readonly #executed = new Set<string>();
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestCaseResult(testCase: TestCase): void {
    const { state } = testCase.result();
    if (state === 'pending') return;
    this.#count[state] += 1;
    if (state !== 'skipped') this.#executed.add(testCase.project.name);
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const { passed, failed, skipped } = this.#count;
    // A selection by test name may leave some projects empty, but not all.
    const selective = this.#vitest?.config.testNamePattern !== undefined;
    const idle = new Set(modules.map(({ project }) => project.name)).difference(this.#executed);
    if (passed + failed === 0 || (!selective && idle.size > 0)) {
      process.stderr.write(
        `No test was executed in ${[...idle].join(', ') || 'any project'}, which counts as a failure.\n`,
      );
      process.exitCode = 1;
    }
    // The default reporter prints its summary after this hook, and this line must be the last.
    process.once('exit', () =>
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`),
    );
  }
}
