import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', 'test/fixtures/**', '.fixpoint/**'];

/** `unit` needs nothing but Node; `workflow` a Temporal server; `e2e` the whole local stack. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,activities,services,workflows,deploy}/**/*.test.ts', 'test/unit/**/*.test.ts'],
          exclude: [...exclude, '**/*.stack.test.ts'],
        },
      },
      {
        test: {
          name: 'workflow',
          include: ['test/workflow/**/*.test.ts'],
          exclude,
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', '**/*.stack.test.ts'],
          exclude,
          // Seven processes and four servers on two cores: one that is late once is told as a retry, twice is a failure.
          retry: 1,
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          globalSetup: ['test/e2e/global-setup.ts'],
        },
      },
    ],
  },
});
