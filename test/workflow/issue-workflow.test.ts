import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { ask, declareTest, giveUp, hang, solved, submit, work } from './scenario.ts';

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

        expect(view.turns).toBe(3);
      },
      { limits: { maxCostUsd: 0.03, maxAttempts: 1 } },
    );
  });
});

describe('who may start it', () => {
  it('waits for /ai go of somebody with write access', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [solved] }, async (issue) => {
      await issue.command('solve', 'bob');
      await issue.until(({ reason }) => reason !== null);
      await issue.command('go', 'bob');
      await issue.command('go', 'ada');
      await issue.until(({ state }) => state === 'in-review');

      const notices = issue.fleets.requests('postNotice').map(({ notice, key }) => [notice.kind, key]);
      expect(notices).toEqual([
        ['needs-go', `needs-go/test/${issue.issue.number}/1`],
        ['needs-go', `needs-go/test/${issue.issue.number}/1`],
        ['proposed', expect.any(String)],
      ]);
    });
  });

  it('lets the author of a waiting command withdraw it, and nobody else without write access', async () => {
    await harness.withIssue({ writers: [], attempts: [solved] }, async (issue) => {
      await issue.command('solve', 'bob');
      await issue.until(({ reason }) => reason !== null);
      await issue.command('stop', 'eve');
      await issue.command('stop', 'bob');
      await issue.until(({ state }) => state === 'stopped');

      const kinds = issue.fleets.requests('postNotice').map(({ notice }) => notice.kind);
      expect(kinds).toEqual(['needs-go', 'nothing-to-stop', 'stopped']);
    });
  });
});

describe('how it ends early', () => {
  it('stops a running attempt, removes its workspace and says so', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [[work, hang]] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('act') === 2);
      await issue.command('stop', 'ada');
      await issue.until(({ state }) => state === 'stopped');

      await issue.until(() => issue.fleets.requests('upsertStatus').at(-1)?.status.state === 'stopped');
      expect(issue.fleets.count('discardWorkspace')).toBe(1);
      expect(issue.fleets.requests('postNotice').map(({ notice }) => notice.kind)).toEqual(['stopped']);
      const children = issue.fleets
        .requests('appendLedger')
        .flatMap(({ records }) => records)
        .filter(({ kind }) => kind === 'child');
      expect(children).toMatchObject([{ body: { outcome: 'stopped', attempt: 1 } }]);
    });
  });

  it('does not let a stranger stop it', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [[work, hang]] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('act') === 2);
      await issue.command('stop', 'eve');
      await issue.until(() => issue.fleets.count('acknowledge') === 2);

      expect((await issue.view()).state).toBe('reproducing');
      await issue.command('stop', 'ada');
      await issue.until(({ state }) => state === 'stopped');
    });
  });

  it('ends when its issue is closed meanwhile', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [[work, hang]] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('act') === 2);
      await issue.fact({ kind: 'issue-closed', by: 'ada' });

      expect(await issue.handle.result()).toMatchObject({ state: 'closed' });
      expect(issue.fleets.count('discardWorkspace')).toBe(1);
    });
  });

  it('cleans up when the workflow itself is cancelled', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [[work, hang]] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('act') === 2);
      await issue.handle.cancel();

      await expect(issue.handle.result()).rejects.toThrow();
      expect((await issue.handle.describe()).status.name).toBe('CANCELLED');
      expect(issue.fleets.count('discardWorkspace')).toBe(1);
      expect(issue.fleets.requests('upsertStatus').at(-1)?.status.state).toBe('stopped');
    });
  });

  it('answers /ai while it runs without starting a second run', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [[work, hang]] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('act') === 2);
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('acknowledge') === 2);
      await issue.command('stop', 'ada');
      const view = await issue.until(({ state }) => state === 'stopped');

      expect(view.runId?.endsWith('.1')).toBe(true);
      expect(issue.fleets.count('captureIssue')).toBe(1);
    });
  });
});

describe('what goes wrong', () => {
  it('tries a server again that is down for a moment', async () => {
    const scenario = {
      writers: ['ada'],
      attempts: [solved],
      failures: {
        openProposal: { code: 'FORGE_UNAVAILABLE', times: 2 },
        think: { code: 'MODEL_UNAVAILABLE', times: 1 },
      },
    } as const;
    await harness.withIssue(scenario, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');

      expect(issue.fleets.count('openProposal')).toBe(3);
    });
  });

  it('blocks at once, with what to change, when a further attempt would fail too', async () => {
    const scenario = {
      writers: ['ada'],
      attempts: [solved],
      failures: { think: { code: 'MODEL_UNAUTHORIZED', times: 99 } },
    } as const;
    await harness.withIssue(scenario, async (issue) => {
      await issue.command('solve', 'ada');
      const view = await issue.until(({ state }) => state === 'blocked');

      expect(view.reason).toContain('ANTHROPIC_API_KEY');
      expect(issue.fleets.count('think')).toBe(1);
      expect(issue.fleets.count('discardWorkspace')).toBe(1);
    });
  });

  it('says what a project lacks', async () => {
    const scenario = {
      writers: ['ada'],
      attempts: [solved],
      failures: { prepareBase: { code: 'GIT_EMPTY_REPOSITORY', times: 9 } },
    } as const;
    await harness.withIssue(scenario, async (issue) => {
      await issue.command('solve', 'ada');
      const view = await issue.until(({ state }) => state === 'blocked');

      expect(view.reason).toContain('no commit yet');
    });
  });

  it('opens the workspace elsewhere when its host is lost, from the last snapshot', async () => {
    const scenario = {
      writers: ['ada'],
      attempts: [solved],
      hostOf: (opening: number) => (opening === 1 ? null : 'sandbox@fake'),
    };
    await harness.withIssue(scenario, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');

      expect(issue.fleets.count('holdWorkspace')).toBe(2);
    });
  });
});

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
});
