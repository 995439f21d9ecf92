import { attemptWorkflowId } from '@fixpoint/contracts/ids.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { hang, solved, work } from './scenario.ts';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.close());

describe('a proposal that is not merged', () => {
  it('ends its issue when it is closed itself', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [solved] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');
      await issue.fact({ kind: 'proposal-closed', proposalNumber: 7, by: 'ada' });
      const last = await issue.handle.result();

      expect(last).toMatchObject({ state: 'closed', reason: 'The proposal was closed by ada.' });
      expect(issue.fleets.requests('upsertStatus').at(-1)?.status.state).toBe('closed');
    });
  });

  it('waits for a merge when its issue is closed, and is closed with it when none comes', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [solved] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');
      const closedAt = Date.now();
      await issue.fact({ kind: 'issue-closed', by: 'ada' });
      const last = await issue.handle.result();

      expect(last).toMatchObject({ state: 'closed', reason: 'The issue was closed by ada.' });
      expect(Date.now() - closedAt).toBeGreaterThan(14_000);
    });
  });
});

describe('an attempt that ends before its work is done', () => {
  it('is over when its time is up, and the next one begins', async () => {
    await harness.withIssue(
      { writers: ['ada'], attempts: [[work]] },
      async (issue) => {
        await issue.command('solve', 'ada');
        await issue.until(({ state }) => state === 'blocked');

        expect(issue.fleets.requests('think').map(({ attempt, turn }) => [attempt, turn])).toEqual([
          [1, 1],
          [2, 1],
          [3, 1],
        ]);
        const result = 'It did not finish within 0 minutes.';
        const tried = [1, 2, 3].map((attempt) => ({ attempt, result }));
        expect(issue.fleets.requests('postNotice')).toMatchObject([{ notice: { kind: 'blocked', tried } }]);
      },
      { limits: { attemptTimeoutMs: 1 } },
    );
  });

  it('stops the run when only it was cancelled, and the issue lives on', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [[work, hang]] }, async (issue) => {
      await issue.command('solve', 'ada');
      const { runId } = await issue.until(() => issue.fleets.count('act') === 2);
      const attemptId = attemptWorkflowId(issue.workflowId, runId ?? '', 1);
      await harness.environment.client.workflow.getHandle(attemptId).cancel();
      const stopped = await issue.until(({ state }) => state === 'stopped');
      await issue.fact({ kind: 'issue-closed', by: 'ada' });

      expect(stopped.reason).toBe('The attempt was cancelled.');
      expect(issue.fleets.count('discardWorkspace')).toBe(1);
      expect(await issue.handle.result()).toMatchObject({ state: 'closed' });
    });
  });
});
