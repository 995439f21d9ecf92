import { DEFAULT_RUN_LIMITS } from '@fixpoint/contracts/limits.ts';
import { SIGNALS } from '@fixpoint/contracts/workflows.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { solved, work } from './scenario.ts';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.close());

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

  it('goes on when a comment was deleted before it was acknowledged', async () => {
    const failures = { acknowledge: { code: 'FORGE_NOT_FOUND', times: 1 } } as const;
    await harness.withIssue({ writers: ['ada'], attempts: [solved], failures }, async (issue) => {
      await issue.command('solve', 'ada');

      await issue.until(({ state }) => state === 'in-review');
    });
  });

  it('goes on without its status comment, and tries the next one', async () => {
    const failures = { upsertStatus: { code: 'FORGE_FORBIDDEN', times: 1 } } as const;
    await harness.withIssue({ writers: ['ada'], attempts: [solved], failures }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');

      await issue.until(() => issue.fleets.requests('upsertStatus').at(-1)?.status.state === 'in-review');
    });
  });

  it('lives on when the issue is gone, and says so where it still can', async () => {
    const gone = { code: 'FORGE_NOT_FOUND', times: 999 } as const;
    const failures = { captureIssue: gone, setLabels: gone, postNotice: gone, upsertStatus: gone };
    await harness.withIssue({ writers: ['ada'], attempts: [solved], failures }, async (issue) => {
      await issue.command('solve', 'ada');
      const view = await issue.until(({ state }) => state === 'blocked');
      await issue.fact({ kind: 'issue-closed', by: 'ada' });

      expect(view.reason).toContain('was it deleted or moved?');
      expect(await issue.handle.result()).toMatchObject({ state: 'closed' });
    });
  });

  it('says so in the issue when the permission of an author cannot be read', async () => {
    const failures = { readPermission: { code: 'FORGE_UNAUTHORIZED', times: 1 } } as const;
    await harness.withIssue({ writers: ['ada'], attempts: [solved], failures }, async (issue) => {
      await issue.command('solve', 'ada');
      const view = await issue.until(({ state }) => state === 'blocked');
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');

      expect(view.reason).toContain('refuses the token');
      const notices = issue.fleets.requests('postNotice').map(({ notice }) => notice.kind);
      expect(notices).toEqual(['blocked', 'proposed']);
    });
  });

  it('blocks with what to mend when no host can ever open the workspace', async () => {
    const host = () => ({ kind: 'refused', code: 'IMAGE_MISSING' }) as const;
    await harness.withIssue({ writers: ['ada'], attempts: [solved], host }, async (issue) => {
      await issue.command('solve', 'ada');
      const view = await issue.until(({ state }) => state === 'blocked');

      expect(view.reason).toContain('The sandbox image is not on the engine');
      expect(issue.fleets.count('holdWorkspace')).toBe(1);
    });
  });

  it('takes titles and answers in any script', async () => {
    const scenario = {
      writers: ['ada'],
      attempts: [solved],
      title: '界'.repeat(200),
      excerpt: '界'.repeat(200),
    };
    await harness.withIssue(scenario, async (issue) => {
      await issue.command('solve', 'ada');
      const view = await issue.until(({ state }) => state === 'in-review');

      expect(view.branch).toMatch(/^fix\/\d+-issue$/);
    });
  });

  it('does not believe progress that is told late', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [solved] }, async (issue) => {
      await issue.command('solve', 'ada');
      const { runId } = await issue.until(({ state }) => state === 'in-review');
      const late = { runId, attempt: 1, state: 'checking', turns: 1, costUsd: 0 };
      await issue.handle.signal(SIGNALS.progress, late);

      expect(await issue.view()).toMatchObject({ state: 'in-review', turns: 4 });
    });
  });
});

describe('a ledger that refuses', () => {
  const isOf = (kind: 'issue' | 'attempt') => (request: unknown) =>
    (request as { chain: { workflowId: string } }).chain.workflowId.includes('/attempt/') ===
    (kind === 'attempt');

  it('ends the workflow, visibly, when the chain of the issue is taken', async () => {
    const only = isOf('issue');
    const failures = { appendLedger: { code: 'LEDGER_CONFLICT', times: 1, after: 2, only } } as const;
    await harness.withIssue({ writers: ['ada'], attempts: [solved], failures }, async (issue) => {
      await issue.command('solve', 'ada');

      await expect(issue.handle.result()).rejects.toThrow();
      expect((await issue.handle.describe()).status.name).toBe('FAILED');
      expect(issue.fleets.count('openProposal')).toBe(0);
      expect(issue.fleets.requests('postNotice')).toMatchObject([
        { notice: { kind: 'blocked', reason: expect.stringContaining('the chain is not touched') } },
      ]);
      expect(issue.fleets.requests('upsertStatus').at(-1)?.status.state).toBe('blocked');
    });
  });

  it('blocks when the chain of an attempt is taken, before it spends all', async () => {
    const only = isOf('attempt');
    const failures = { appendLedger: { code: 'LEDGER_CONFLICT', times: 1, after: 1, only } } as const;
    const attempts = [[work]];
    await harness.withIssue({ writers: ['ada'], attempts, failures }, async (issue) => {
      await issue.command('solve', 'ada');
      const view = await issue.until(({ state }) => state === 'blocked');

      expect(view.reason).toContain('the chain is not touched');
      expect(issue.fleets.count('think')).toBeLessThan(DEFAULT_RUN_LIMITS.maxTurnsPerAttempt);
      expect(issue.fleets.count('discardWorkspace')).toBe(1);
    });
  });
});
