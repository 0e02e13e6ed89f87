import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from './repository-files.ts';

export interface Import {
  readonly from: string;
  readonly specifier: string;
  /** A path from the repository's root for our own files, or undefined for a package. */
  readonly target: string | undefined;
}

const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|[\s;{}(,])\/\/[^\n]*/g;
const STATIC = /(?:^|[\s;}])(?:import|export)\s*(?:[\w*{}\s,$]*?\bfrom\s*)?(['"])([^'"\n]+)\1/g;
const DYNAMIC = /\bimport\(\s*(['"])([^'"\n]+)\1/g;

/**
 * The imports of one file, `import type` and `export … from` included.
 *
 * Read with two expressions: TypeScript 7 offers no parser to programs. Where they could miss something, the count
 * that the test demands and the linter's own rules stand beside them.
 */
export function importsOf(from: string, source: string): readonly Import[] {
  const code = source.replace(COMMENT, '');
  return [...code.matchAll(STATIC), ...code.matchAll(DYNAMIC)].map((match) => {
    const specifier = match[2] ?? '';
    return { from, specifier, target: targetOf(from, specifier) };
  });
}

function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}`;
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
}

/** Generated files may not have been made yet; every other import of ours has to lead to a file. */
export function isResolved({ target }: Import): boolean {
  return target === undefined || target.startsWith('src/generated/') || existsSync(join(ROOT, target));
}
