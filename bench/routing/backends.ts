export type Backend = 'postgres' | 'redis';

/** Redis is measured where one is named: nothing is started for it. */
export const BACKENDS: readonly Backend[] = process.env['REDIS_URL'] ? ['postgres', 'redis'] : ['postgres'];

/** An empty value counts as unset for the child, whatever this process has. */
export function backendEnv(backend: Backend): Readonly<Record<string, string>> {
  return { REDIS_URL: backend === 'redis' ? (process.env['REDIS_URL'] ?? '') : '' };
}
