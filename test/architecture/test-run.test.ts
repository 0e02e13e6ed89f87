import { describe, expect, it } from 'vitest';
import { countLine } from '../../tools/count-reporter.ts';
import { needsDatabase } from '../../tools/needs-database.ts';

describe('the last line of a test run', () => {
  it.each([
    [{ passed: 3, failed: 0, skipped: 0 }, 0, '3 passed, 0 failed'],
    [{ passed: 3, failed: 2, skipped: 1 }, 1, '3 passed, 2 failed, 1 skipped'],
    [{ passed: 0, failed: 0, skipped: 0 }, 1, '0 passed, 1 failed'],
  ])('counts %j with exit code %i as "%s"', (counts, exitCode, line) => {
    expect(countLine(counts, exitCode)).toBe(line);
  });
});

describe('a database is started', () => {
  it.each([
    [['run']],
    [['run', '--project', 'journeys']],
    [['run', '--project', 'unit', '--project=store']],
    [['run', '--project', '!unit']],
    [['run', 'test/usecases']],
    [['run', 'test/domain', 'test/store/case-store.test.ts']],
    [['run', 'openCase']],
  ])('for %j', (args) => {
    expect(needsDatabase(args)).toBe(true);
  });

  it.each([
    [['run', '--project', 'unit']],
    [['run', '--project=unit', '--project=connectors']],
    [['run', '--project', 'chaos']],
    [['run', 'test/domain']],
    [['run', './test/architecture/test-run.test.ts', 'test/connectors/kit']],
  ])('not for %j', (args) => {
    expect(needsDatabase(args)).toBe(false);
  });
});
