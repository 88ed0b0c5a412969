import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { RowResult } from './row-result.ts';

/** A vitest reporter that prints nothing and keeps the outcome of every row. */
export class Collector implements Reporter {
  readonly rows: RowResult[] = [];
  /** Tests that failed and are no row of the contract. */
  readonly failures: string[] = [];
  /** What kept tests from running: a spec file that cannot be loaded, recordings that cannot be put on the wire. */
  readonly obstacles: string[] = [];
  executed = 0;

  onTestCaseResult(testCase: TestCase): void {
    const { state, errors = [] } = testCase.result();
    if (state !== 'skipped') this.executed += 1;
    const { row } = testCase.meta();
    if (row) this.rows.push(row);
    // A broken row says so itself; what else fails is told by its message.
    if (state !== 'failed' || row) return;
    const told = `${testCase.name}: ${errors.map(({ message }) => message).join('; ')}`;
    // A fault of the harness says nothing about Jira.
    const ours = errors.some((error) => error.name === 'Fault');
    (ours ? this.obstacles : this.failures).push(told);
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    const suites = modules.flatMap((module) => [...module.children.allSuites()]);
    const errors = [...modules, ...suites].flatMap((holder) => holder.errors());
    this.obstacles.push(...[...errors, ...unhandled].map(({ message }) => message));
  }
}
