import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { CountReporter } from './tools/count-reporter.ts';
import { FailedFilesReporter } from './tools/failed-files-reporter.ts';
import { needsDatabase } from './tools/needs-database.ts';

/** Whole folders by what their tests need; a folder not named here needs nothing and belongs to `unit`. */
const STORE = [
  'test/{app,jobs,resolvers,scenarios,store,usecases}/**/*.test.ts',
  'test/platform/embedded-postgres/**/*.test.ts',
];
const CONNECTORS = ['test/{connectors,sandbox}/**/*.test.ts'];
const JOURNEYS = ['test/journeys/**/*.test.ts'];
/** Its checker and its plans are pure and belong to `unit`. */
const CHAOS = ['test/chaos/whole-run.test.ts'];

/**
 * The graphql that Node finds. Vite would take its ES modules for our own imports, while @apollo/server, graphql-jit and the
 * rest get the CommonJS ones: two graphqls, of which neither takes the other's schema.
 */
const ONE_GRAPHQL = { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] };

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', new CountReporter(), new FailedFilesReporter()],
    // At the root, so that one server serves every project of a run.
    globalSetup: needsDatabase(process.argv.slice(2)) ? ['test/support/postgres-global-setup.ts'] : [],
    projects: [
      {
        resolve: ONE_GRAPHQL,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...STORE, ...CONNECTORS, ...JOURNEYS, ...CHAOS],
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve: ONE_GRAPHQL,
        test: {
          name: 'connectors',
          include: CONNECTORS,
          // Simulated agencies are processes of their own and take a while to start on a small machine.
          testTimeout: 20_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve: ONE_GRAPHQL,
        test: {
          name: 'store',
          include: STORE,
          testTimeout: 20_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        resolve: ONE_GRAPHQL,
        test: {
          name: 'journeys',
          include: JOURNEYS,
          // One stack at a time: two of them on two cores measure each other.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'chaos',
          include: CHAOS,
          // Alone on the machine: what it kills, freezes and locks has to come back in time.
          fileParallelism: false,
          testTimeout: 300_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
