import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAKE_HOST_QUEUE, untilCancelled } from './fake-fleets.ts';
import { type Harness, startHarness } from './harness.ts';
import { makeGate, type ScriptedHost, solved } from './scenario.ts';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.close());

const held: ScriptedHost = { kind: 'held', hostQueue: FAKE_HOST_QUEUE };

describe('a host that is lost', () => {
  it('in the middle of a turn: the turn is done again elsewhere, from the snapshot before it', async () => {
    const acting = makeGate();
    let hung = false;
    const before = (activity: string, request: unknown) => {
      if (activity !== 'act' || hung || (request as { turn: number }).turn !== 3) return undefined;
      hung = true;
      acting.open();
      return untilCancelled();
    };
    const host = (opening: number): ScriptedHost =>
      opening === 1 ? { kind: 'lost', after: () => acting.opened } : held;
    await harness.withIssue({ writers: ['ada'], attempts: [solved], before, host }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');

      const openedAt = issue.fleets
        .requests('holdWorkspace')
        .map(({ snapshot }) => snapshot?.sha.at(-1) ?? null);
      expect(openedAt).toEqual([null, '2']);
      expect(issue.fleets.requests('act').map(({ turn }) => turn)).toEqual([1, 2, 3, 3, 4]);
      expect(issue.fleets.requests('think').map(({ turn }) => turn)).toEqual([1, 2, 3, 4]);
    });
  });

  it('before it opened: another one is asked, a moment later each time', async () => {
    const host = (opening: number): ScriptedHost =>
      opening < 3 ? { kind: 'refused', code: 'ENGINE_UNAVAILABLE' } : held;
    await harness.withIssue({ writers: ['ada'], attempts: [solved], host }, async (issue) => {
      const startedAt = Date.now();
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');

      expect(issue.fleets.count('holdWorkspace')).toBe(3);
      expect(Date.now() - startedAt).toBeGreaterThan(2_000);
    });
  });

  it('before it opened: waiting for it takes nothing of the time of the attempt', async () => {
    const host = (opening: number): ScriptedHost =>
      opening < 4 ? { kind: 'refused', code: 'ENGINE_UNAVAILABLE' } : held;
    await harness.withIssue(
      { writers: ['ada'], attempts: [solved], host },
      async (issue) => {
        await issue.command('solve', 'ada');
        const view = await issue.until(({ state }) => state === 'in-review' || state === 'blocked');

        expect(view).toMatchObject({ state: 'in-review', attempt: 1 });
      },
      { limits: { attemptTimeoutMs: 6_500 } },
    );
  });

  it('again and again: it ends, and says why', async () => {
    const host = (): ScriptedHost => ({ kind: 'lost', after: async () => undefined });
    await harness.withIssue({ writers: ['ada'], attempts: [solved], host, hangs: ['act'] }, async (issue) => {
      await issue.command('solve', 'ada');
      const view = await issue.until(({ state }) => state === 'blocked');

      expect(issue.fleets.count('holdWorkspace')).toBe(10);
      expect(view.reason).toMatch(/^No sandbox host kept the workspace, in 10 tries\./);
    });
  });

  it('whose queue nobody polls any more: it is left after 30 seconds', async () => {
    const host = (opening: number): ScriptedHost =>
      opening === 1 ? { kind: 'held', hostQueue: 'sandbox@gone' } : held;
    await harness.withIssue(
      { writers: ['ada'], attempts: [solved], host },
      async (issue) => {
        await issue.command('solve', 'ada');
        await issue.until(({ state }) => state === 'in-review', 90_000);

        expect(issue.fleets.count('holdWorkspace')).toBe(2);
        expect(issue.fleets.requests('act').map(({ turn }) => turn)).toEqual([1, 2, 3, 4]);
      },
      {},
      100_000,
    );
  }, 120_000);
});
