const PROJECTS_WITHOUT_DATABASE = new Set(['unit', 'connectors', 'chaos']);

const FOLDERS_WITHOUT_DATABASE = /^(\.\/)?test\/(architecture|catalogue|chaos|connectors|domain|sandbox|tools)(\/|$)/;

/**
 * Whether a test run with these arguments needs Postgres. Starting one costs about two seconds, which is most of a run
 * of one small file. When in doubt the answer is yes: a run with a database it does not use is only slower.
 */
export function needsDatabase(args: readonly string[]): boolean {
  const projects = args.flatMap((arg, at) => {
    if (arg.startsWith('--project=')) return [arg.slice('--project='.length)];
    return arg === '--project' ? [args[at + 1] ?? ''] : [];
  });
  if (projects.length > 0) return !projects.every((name) => PROJECTS_WITHOUT_DATABASE.has(name));
  const filters = args.filter((arg) => /^(\.\/)?test\b/.test(arg));
  return filters.length === 0 || !filters.every((filter) => FOLDERS_WITHOUT_DATABASE.test(filter));
}
