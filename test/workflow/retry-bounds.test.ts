import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { giveUp, solved } from './scenario.ts';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.close());

describe('a step that never succeeds', () => {
  it('is given up, and the run ends', async () => {
    const failures = { prepareBase: { code: 'GIT_UNAVAILABLE', times: Number.POSITIVE_INFINITY } } as const;
    await harness.withIssue({ writers: ['ada'], attempts: [solved], failures }, async (issue) => {
      await issue.command('solve', 'ada');
      const view = await issue.until(({ state }) => state === 'blocked');

      expect(issue.fleets.count('prepareBase')).toBe(10);
      expect(view.reason).toContain('The git server does not answer');
    });
  });

  it('blocks when the model does not answer however often it is asked', async () => {
    const failures = { think: { code: 'MODEL_UNAVAILABLE', times: Number.POSITIVE_INFINITY } } as const;
    await harness.withIssue({ writers: ['ada'], attempts: [solved], failures }, async (issue) => {
      await issue.command('solve', 'ada');
      const view = await issue.until(({ state }) => state === 'blocked');

      expect(issue.fleets.count('think')).toBe(30);
      expect(view.reason).toContain('The model does not answer');
    });
  });

  it('does not keep the run from ending where it only tells people', async () => {
    const down = { code: 'FORGE_UNAVAILABLE', times: Number.POSITIVE_INFINITY } as const;
    const failures = { acknowledge: down, setLabels: down, postNotice: down };
    await harness.withIssue({ writers: ['ada'], attempts: [[giveUp]], failures }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'blocked');

      const tries = ['acknowledge', 'setLabels', 'postNotice'].map((activity) =>
        issue.fleets.count(activity),
      );
      expect(tries).toEqual([8, 120, 120]);
    });
  });
});
