import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** Writes the files that failed, one path in a line, to the file that FAILED_FILES names; `.ci/run` runs those again. */
export class FailedFilesReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const list = process.env['FAILED_FILES'];
    if (list === undefined) return;
    const failed = modules.filter((module) => !module.ok()).map((module) => path.relative('', module.moduleId));
    writeFileSync(list, failed.map((file) => `${file}\n`).join(''));
  }
}
