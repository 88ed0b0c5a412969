import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/**
 * Ends a test run with the line that CI reads, and fails a run in which a project executed no test: by itself
 * vitest takes a selection that matches nothing, and a project whose files hold no test, for a success.
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
    // Who asks for tests by name may well leave a project empty, though not all of them.
    const selective = this.#vitest?.config.testNamePattern !== undefined;
    const idle = new Set(modules.map(({ project }) => project.name)).difference(this.#executed);
    if (passed + failed === 0 || (!selective && idle.size > 0)) {
      process.stderr.write(
        `No test was executed in ${[...idle].join(', ') || 'any project'}: that is a failure.\n`,
      );
      process.exitCode = 1;
    }
    // The default reporter prints its summary after this hook; the line has to be the last one.
    process.once('exit', () =>
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`),
    );
  }
}
