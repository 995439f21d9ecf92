import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { hang, makeGate, solved, work } from './scenario.ts';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.close());

describe('how it ends early', () => {
  it('stops a running attempt, removes its workspace and says so', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [[work, hang]] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('act') === 2);
      await issue.command('stop', 'ada');
      await issue.until(({ state }) => state === 'stopped');

      await issue.until(() => issue.fleets.requests('upsertStatus').at(-1)?.status.state === 'stopped');
      await expect.poll(() => issue.fleets.notices).toEqual(['stopped']);
      expect(issue.fleets.count('discardWorkspace')).toBe(1);
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
      // The next input is looked at only when this one has been judged.
      await issue.command('help', 'eve');
      await issue.until(() => issue.fleets.notices.includes('help'));

      expect(issue.fleets.requests('readPermission').map(({ login }) => login)).toEqual(['ada', 'eve']);
      expect((await issue.view()).state).toBe('reproducing');
      await issue.command('stop', 'ada');
      const { reason } = await issue.until(({ state }) => state === 'stopped');
      expect(reason).toBe('Stopped by ada.');
    });
  });

  it('goes on when the permission of whoever wants to stop it cannot be read', async () => {
    const failures = { readPermission: { code: 'FORGE_FORBIDDEN' as const, times: 1, after: 1 } };
    await harness.withIssue({ writers: ['ada'], attempts: [[work, hang]], failures }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('act') === 2);
      await issue.command('stop', 'eve');
      await issue.command('help', 'eve');
      await issue.until(() => issue.fleets.notices.includes('help'));

      expect(issue.fleets.count('readPermission')).toBe(2);
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

describe('when a stop comes', () => {
  it.each(['prepareBase', 'runChecks', 'pushBranch', 'openProposal'])('during %s', async (activity) => {
    const scenario = { writers: ['ada'], attempts: [solved], hangs: [activity] };
    await harness.withIssue(scenario, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count(activity) > 0);
      await issue.command('stop', 'ada');
      await issue.until(() => issue.fleets.requests('upsertStatus').at(-1)?.status.state === 'stopped');

      expect(await issue.view()).toMatchObject({
        state: 'stopped',
        reason: 'Stopped by ada.',
        proposal: null,
      });
      await expect.poll(() => issue.fleets.notices).toEqual(['stopped']);
      expect(issue.fleets.count('setLabels')).toBe(0);
    });
  });

  it('between two tries of a step that fails', async () => {
    const failures = { prepareBase: { code: 'GIT_UNAVAILABLE', times: 9, retryAfterMs: 60_000 } } as const;
    await harness.withIssue({ writers: ['ada'], attempts: [solved], failures }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('prepareBase') === 1);
      await issue.command('stop', 'ada');
      await issue.until(({ state }) => state === 'stopped');

      expect(issue.fleets.count('prepareBase')).toBe(1);
    });
  });

  it('as the run ends by itself, the run has ended and there is nothing to stop', async () => {
    const thinking = makeGate();
    const permission = makeGate();
    const before = (activity: string, request: unknown) => {
      if (activity === 'think') return thinking.opened;
      const { login } = request as { login?: string };
      return activity === 'readPermission' && login === 'eva' ? permission.opened : undefined;
    };
    await harness.withIssue({ writers: ['ada', 'eva'], attempts: [solved], before }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('think') === 1);
      await issue.command('stop', 'eva');
      await issue.until(() => issue.fleets.count('readPermission') === 2);
      thinking.open();
      await issue.until(({ state }) => state === 'in-review');
      permission.open();
      await issue.until(() => issue.fleets.count('postNotice') === 2);

      expect(await issue.view()).toMatchObject({ state: 'in-review', proposal: { number: 7 } });
      expect(issue.fleets.notices).toEqual(['proposed', 'nothing-to-stop']);
    });
  });
});

describe('how closing and merging meet', () => {
  it('is merged when the merge is told after the close, in the middle of a further run', async () => {
    const more = makeGate();
    const before = (activity: string, request: unknown) =>
      activity === 'prepareBase' && (request as { runId: string }).runId.endsWith('.2')
        ? more.opened
        : undefined;
    await harness.withIssue({ writers: ['ada'], attempts: [solved], before }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');
      await issue.command('solve', 'ada', { text: 'and the first page' });
      await issue.until(() => issue.fleets.count('prepareBase') === 2);
      await issue.fact({ kind: 'issue-closed', by: 'ada' });
      await issue.until(() => issue.fleets.count('acceptInput') === 3);
      more.open();
      await issue.fact({ kind: 'proposal-merged', proposalNumber: 7, by: 'ada' });

      expect(await issue.handle.result()).toMatchObject({ state: 'merged', proposal: { number: 7 } });
    });
  });

  it('stays merged when the close is told while the merge is written down', async () => {
    const written = makeGate();
    const before = (activity: string, request: unknown) =>
      activity === 'appendLedger' && JSON.stringify(request).includes('"state":"merged"')
        ? written.opened
        : undefined;
    await harness.withIssue({ writers: ['ada'], attempts: [solved], before }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');
      await issue.fact({ kind: 'proposal-merged', proposalNumber: 7, by: 'ada' });
      await issue.until(({ state }) => state === 'merged');
      await issue.fact({ kind: 'issue-closed', by: 'ada' });
      written.open();

      expect(await issue.handle.result()).toMatchObject({ state: 'merged', reason: 'Merged by ada.' });
    });
  });

  it('does not end when an older proposal than the open one is closed', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [solved] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');
      await issue.command('solve', 'ada', { text: 'and the first page' });
      await issue.until(({ proposal, state }) => proposal?.number === 8 && state === 'in-review');
      await issue.fact({ kind: 'proposal-closed', proposalNumber: 7, by: 'ada' });
      await issue.until(() => issue.fleets.count('acceptInput') === 3);
      await issue.fact({ kind: 'proposal-merged', proposalNumber: 8, by: 'ada' });

      expect(await issue.handle.result()).toMatchObject({ state: 'merged', proposal: { number: 8 } });
    });
  });
});
