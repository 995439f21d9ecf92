import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { declareTest, giveUp, solved, work } from './scenario.ts';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.close());

describe('a long life', () => {
  it('continues as new when idle, and keeps its state, its proposal and its ledger', async () => {
    await harness.withIssue(
      { writers: ['ada'], attempts: [solved] },
      async (issue) => {
        await issue.command('solve', 'ada');
        const { runId } = await issue.handle.describe();
        const before = await issue.until(({ state }) => state === 'in-review');
        await issue.command('help', 'ada');
        const after = await issue.until(() => issue.fleets.count('postNotice') === 2);
        await expect.poll(async () => (await issue.handle.describe()).runId).not.toBe(runId);
        await issue.fact({ kind: 'proposal-merged', proposalNumber: 7, by: 'ada' });

        expect(after).toMatchObject({ state: 'in-review', proposal: before.proposal });
        expect(await issue.handle.result()).toMatchObject({ state: 'merged' });
        const heads = issue.fleets
          .requests('appendLedger')
          .filter(({ chain }) => chain.workflowId === issue.workflowId);
        expect(new Set(heads.map(({ chain }) => chain.firstExecutionRunId)).size).toBe(1);
      },
      { continueAsNewAfterInputs: 1 },
    );
  });

  it('edits the same status comment on, and shows the same view', async () => {
    await harness.withIssue(
      { writers: ['ada'], attempts: [solved] },
      async (issue) => {
        await issue.command('solve', 'ada');
        const { runId } = await issue.handle.describe();
        const before = await issue.until(({ state }) => state === 'in-review');
        await expect.poll(async () => (await issue.handle.describe()).runId).not.toBe(runId);
        const after = await issue.view();
        await issue.fact({ kind: 'proposal-merged', proposalNumber: 7, by: 'ada' });
        await issue.handle.result();

        const { runId: run, turns, branch, green } = before;
        expect(after).toMatchObject({ runId: run, turns, branch, green });
        expect(issue.fleets.requests('upsertStatus').at(-1)).toMatchObject({
          runId: run,
          status: { state: 'merged' },
        });
      },
      { continueAsNewAfterInputs: 1 },
    );
  });
});

describe('a long attempt', () => {
  it('continues as new between two turns, with all that it knows', async () => {
    const attempts = [[work, declareTest, work, giveUp], solved];
    await harness.withIssue(
      { writers: ['ada'], attempts },
      async (issue) => {
        await issue.command('solve', 'ada');
        const view = await issue.until(({ state }) => state === 'in-review');

        const { fleets } = issue;
        expect(fleets.requests('think').map(({ attempt, turn }) => [attempt, turn])).toEqual(
          [1, 2].flatMap((attempt) => [1, 2, 3, 4].map((turn) => [attempt, turn])),
        );
        expect(fleets.requests('think').map(({ previous }) => previous === null)).toEqual(
          [1, 2].flatMap(() => [true, false, false, false]),
        );
        const held = fleets.requests('holdWorkspace').filter(({ spec }) => spec.attempt === 2);
        expect(held.map(({ snapshot }) => snapshot?.sha.at(-1) ?? null)).toEqual([null, '2']);
        expect(held.every(({ spec }) => spec.carried?.files[0] === 'test_page.py')).toBe(true);
        expect(fleets.count('discardWorkspace')).toBe(4);
        const [lesson] = fleets.requests('think').flatMap(({ brief }) => brief.lesson ?? []);
        expect(lesson).toContain('work in turn 1');
        expect(lesson).toContain('intent in turn 4');
        expect(view).toMatchObject({ attempt: 2, turns: 8 });
        expect(view.costUsd).toBeCloseTo(0.08);
        const chains = fleets.requests('appendLedger').map(({ chain }) => chain.firstExecutionRunId);
        expect(new Set(chains).size).toBe(3);
      },
      { continueAsNewAfterTurns: 2 },
    );
  });

  it('does not outspend its run by it', async () => {
    await harness.withIssue(
      { writers: ['ada'], attempts: [[work]] },
      async (issue) => {
        await issue.command('solve', 'ada');
        const view = await issue.until(({ state }) => state === 'blocked');

        expect(view.turns).toBe(3);
      },
      { continueAsNewAfterTurns: 1, limits: { maxCostUsd: 0.03 } },
    );
  });
});
