import { defineConfig } from 'vitest/config';
import { CountReporter } from './tools/count-reporter.ts';
import { needsDatabase } from './tools/needs-database.ts';

/** Whole folders by what their tests need; a folder not named here needs nothing and belongs to `unit`. */
const STORE = ['test/{app,jobs,resolvers,store,usecases}/**/*.test.ts', 'test/platform/embedded-postgres/**/*.test.ts'];
const CONNECTORS = ['test/{connectors,sandbox}/**/*.test.ts'];
const JOURNEYS = ['test/journeys/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', new CountReporter()],
    // At the root, so that one server serves every project of a run.
    globalSetup: needsDatabase(process.argv.slice(2)) ? ['test/support/postgres-global-setup.ts'] : [],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...STORE, ...CONNECTORS, ...JOURNEYS],
          sequence: { groupOrder: 0 },
        },
      },
      {
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
        test: {
          name: 'store',
          include: STORE,
          testTimeout: 20_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
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
    ],
  },
});
