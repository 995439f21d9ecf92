import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { ask, declareTest, giveUp, solved, submit, work } from './scenario.ts';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.close());

const red = { phase: 'red', passed: true } as const;
const brokenTests = { passed: false, reason: 'A project test fails on the head.' };

describe('the life of an issue', () => {
  it('goes from /ai to a proposal, and ends when that is merged', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [solved] }, async (issue) => {
      await issue.command('solve', 'ada');
      const view = await issue.until(({ state }) => state === 'in-review');
      await issue.fact({ kind: 'proposal-merged', proposalNumber: 7, by: 'ada' });
      const last = await issue.handle.result();

      expect(view).toMatchObject({
        attempt: 1,
        turns: 4,
        branch: 'fix/1-the-last-page-is-missing',
        proposal: { number: 7 },
      });
      expect(view.red).toMatchObject(red);
      expect(last).toMatchObject({ state: 'merged', reason: 'Merged by ada.' });
      expect(issue.fleets.count('openProposal')).toBe(1);
      expect(issue.fleets.count('acknowledge')).toBe(1);
      expect(issue.fleets.count('discardWorkspace')).toBe(1);
      const states = issue.fleets
        .requests('appendLedger')
        .flatMap(({ records }) => records)
        .filter(({ kind, body }) => kind === 'state' && body.runId)
        .map(({ body }) => body.state);
      expect(states).toEqual([
        'preparing',
        'reproducing',
        'fixing',
        'checking',
        'proposing',
        'in-review',
        'merged',
      ]);
    });
  });

  it('takes the same input once, however often it is delivered', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [solved] }, async (issue) => {
      await Promise.all(
        [1, 2, 3].map(() => issue.command('solve', 'ada', { key: 'test/comment/1/created' })),
      );
      await issue.until(({ state }) => state === 'in-review');
      await issue.command('solve', 'ada', { key: 'test/comment/1/created' });
      await issue.fact({ kind: 'proposal-merged', proposalNumber: 7, by: 'ada' });
      await issue.handle.result();

      await issue.command('solve', 'ada', { key: 'test/comment/1/created' });
      await issue.until(({ state }) => state === 'queued');

      expect(issue.fleets.count('openProposal')).toBe(1);
      expect(issue.fleets.count('acknowledge')).toBe(1);
      expect(issue.fleets.count('captureIssue')).toBe(1);
    });
  });

  it('blocks after three attempts, each with the lesson of the one before', async () => {
    const scenario = {
      writers: ['ada'],
      attempts: [solved],
      check: (_attempt: number, phase: string) => (phase === 'green' ? brokenTests : {}),
    };
    await harness.withIssue(scenario, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'blocked');

      const briefs = issue.fleets
        .requests('think')
        .filter(({ turn }) => turn === 1)
        .map(({ brief }) => brief);
      expect(
        briefs.map(({ lesson }) => lesson?.includes('A project test fails on the head.') ?? false),
      ).toEqual([false, true, true]);
      expect(briefs.map(({ carriedTest }) => carriedTest?.testId ?? null)).toEqual([
        null,
        'test_last_page',
        'test_last_page',
      ]);
      expect(issue.fleets.requests('setLabels')).toMatchObject([{ add: ['agent-blocked'] }]);
      const notices = issue.fleets.requests('postNotice').map(({ notice }) => notice);
      expect(notices).toMatchObject([
        { kind: 'blocked', tried: [{ attempt: 1 }, { attempt: 2 }, { attempt: 3 }] },
      ]);
      expect(issue.fleets.count('openProposal')).toBe(0);
    });
  });

  it('starts anew from blocked when somebody asks again, and takes the label off', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [[giveUp]] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'blocked');
      await issue.command('solve', 'ada', { text: 'I mean the last page' });
      await issue.until(({ state, runId }) => state === 'blocked' && runId?.endsWith('.2') === true);

      const labels = issue.fleets.requests('setLabels').map(({ add, remove }) => [add.length, remove.length]);
      expect(labels).toEqual([
        [1, 0],
        [0, 1],
        [1, 0],
      ]);
    });
  });

  it('solves in the second attempt', async () => {
    const scenario = {
      writers: ['ada'],
      attempts: [[giveUp], [work, declareTest, submit]],
    };
    await harness.withIssue(scenario, async (issue) => {
      await issue.command('solve', 'ada');
      const view = await issue.until(({ state }) => state === 'in-review');

      expect(view).toMatchObject({ attempt: 2, turns: 4 });
    });
  });

  it('does not take a submit without a proven test', async () => {
    const scenario = { writers: ['ada'], attempts: [[submit, declareTest, submit]] };
    await harness.withIssue(scenario, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');

      const verdicts = issue.fleets.requests('think').flatMap(({ previous }) => previous?.verdicts ?? []);
      expect(verdicts.map(({ isError }) => isError)).toEqual([true, false]);
    });
  });

  it('does not count a test that passes on the base as a reproduction', async () => {
    const scenario = {
      writers: ['ada'],
      attempts: [solved],
      check: (_attempt: number, phase: string) =>
        phase === 'red' ? { passed: false, reason: 'It passes.' } : {},
    };
    await harness.withIssue(
      scenario,
      async (issue) => {
        await issue.command('solve', 'ada');
        await issue.until(({ state }) => state === 'blocked');

        expect(issue.fleets.requests('runChecks').every(({ phase }) => phase === 'red')).toBe(true);
        expect(issue.fleets.count('pushBranch')).toBe(0);
      },
      { limits: { maxTurnsPerAttempt: 5 } },
    );
  });

  it('asks one question and goes on with the answer', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [[ask]] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'waiting-for-reply');
      await issue.command('solve', 'ada', { text: 'the last' });
      await issue.until(
        ({ state, runId }) => state === 'waiting-for-reply' && runId?.endsWith('.2') === true,
      );

      expect(issue.fleets.count('captureIssue')).toBe(2);
    });
  });

  it('stops trying at the cost limit', async () => {
    await harness.withIssue(
      { writers: ['ada'], attempts: [[work]] },
      async (issue) => {
        await issue.command('solve', 'ada');
        const view = await issue.until(({ state }) => state === 'blocked');

        expect(view).toMatchObject({ turns: 3, attempt: 1, reason: "The run's limit of $0.03 is used up." });
        expect(issue.fleets.count('holdWorkspace')).toBe(1);
      },
      { limits: { maxCostUsd: 0.03 } },
    );
  });
});
