import { describe, expect, it } from 'vitest';
import { readText, repositoryFiles } from './support/repository-files.ts';

const files = repositoryFiles();
const tests = files.filter((path) => /^test\/.*\.ts$/.test(path));
const written = files.filter((path) => /\.(ts|mjs|graphql|prisma|ya?ml|sh)$|^\.ci\//.test(path));

/** `skipIf` and `runIf` are left alone: they name the system on which a test has no meaning. */
const PASSED_OVER =
  /\b(?:(?:it|test|describe|suite)(?:\.(?:each|concurrent|sequential))*\.(?:skip|only|todo|fails)|x(?:it|describe|test)|context\.skip)\b/;

/** A note to come back is worth something only when it says where the matter is kept. */
const NOTE_WITHOUT_ISSUE = /\b(?:TODO|FIXME)\b(?!\s*\(?#\d+)/;

function linesThat(pattern: RegExp, paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) =>
    readText(path)
      .split('\n')
      .flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}`] : [])),
  );
}

describe('nothing is left hanging', () => {
  it('no test is passed over or run alone', () => {
    expect(tests.length).toBeGreaterThan(5);
    expect(linesThat(PASSED_OVER, tests)).toEqual([]);
  });

  it('every note to come back names an issue', () => {
    const notes = linesThat(NOTE_WITHOUT_ISSUE, written).filter(
      (place) => !place.startsWith('test/architecture/loose-ends.test.ts'),
    );

    expect(written.length).toBeGreaterThan(50);
    expect(notes).toEqual([]);
  });

  it.each([
    ['it', 'skip'],
    ['describe', 'only'],
    ['test', 'each', 'skip'],
  ])('would see %s.%s', (...words) => {
    expect(PASSED_OVER.test(`${words.join('.')}('a', () => {});`)).toBe(true);
  });

  it.each([
    ['// TODO later', true],
    ['// FIXME: leaks', true],
    ['// TODO #12 later', false],
    ['// TODO(#12): later', false],
  ])('reads "%s"', (line, loose) => {
    expect(NOTE_WITHOUT_ISSUE.test(line)).toBe(loose);
  });
});
