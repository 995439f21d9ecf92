import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', 'test/fixtures/**', '.fixpoint/**'];

/** A condition that a test polls has this long, however busy the machine is; vitest's own bound is a second. */
const expect = { poll: { timeout: 20_000 } };

/** `unit` needs nothing but Node; `workflow` a Temporal server; `e2e` the whole local stack. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{packages,activities,services,workflows,deploy}/**/*.test.ts',
            'test/{unit,conformance}/**/*.test.ts',
          ],
          exclude: [...exclude, '**/*.stack.test.ts'],
          expect,
          // Property tests take a second; vitest's own bound of five is met on a machine that does other things as well.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'workflow',
          include: ['test/workflow/**/*.test.ts'],
          exclude,
          expect,
          // Each file has a Temporal server of its own: more of them than cores only wait for each other.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', '**/*.stack.test.ts'],
          exclude,
          expect,
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          globalSetup: ['test/e2e/global-setup.ts'],
        },
      },
    ],
  },
});
