import type { Reporter, TestModule } from 'vitest/node';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Ends every test run with one plain line, `N passed, N failed`, for people and scripts that read the last line only.
 *
 * A file that cannot be loaded holds no tests and would count as nothing; it counts as one failure, and so does each
 * error that no test caught, so that the line never says `0 failed` when the exit code says otherwise.
 */
export class CountReporter implements Reporter {
  #counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };

  /** Printed when the process leaves, because the database and the other reporters still speak after the last test. */
  onInit(): void {
    process.once('exit', (code) => process.stdout.write(`\n${countLine(this.#counts, code)}\n`));
  }

  onTestRunEnd(modules: readonly TestModule[], uncaughtErrors: readonly unknown[]): void {
    this.#counts = countTests(modules, uncaughtErrors.length);
  }
}

export function countTests(modules: readonly TestModule[], uncaughtErrors: number): TestCounts {
  let passed = 0;
  let failed = uncaughtErrors;
  let skipped = 0;
  for (const module of modules) {
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      else if (state === 'failed') failed += 1;
      else skipped += 1;
    }
  }
  return { passed, failed, skipped };
}

/** A run that fails before or between its tests, by a database that will not start for instance, has failed once. */
export function countLine(counts: TestCounts, exitCode: number): string {
  const failed = exitCode === 0 ? counts.failed : Math.max(counts.failed, 1);
  const line = `${counts.passed} passed, ${failed} failed`;
  return counts.skipped === 0 ? line : `${line}, ${counts.skipped} skipped`;
}
