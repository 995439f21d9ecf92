import fc from 'fast-check';
import { expect, it } from 'vitest';
import { handClock, openTemporary } from '../testing/open-temporary.ts';

const ISSUE = { backend: 'local', issue: 7 };
const MINUTE_MS = 60_000;

it('knows a lease that ran out, reported or not, until somebody takes the issue', async () => {
  const { coordination, clock } = openTemporary();
  const abandoned = async () => [
    [...(await coordination.abandonedAmong('local', [6, 7]))],
    await coordination.listAbandoned('local'),
  ];
  await coordination.claim({ ...ISSUE, agent: 'coder', ttlMs: MINUTE_MS });
  const during = await abandoned();
  clock.advance(MINUTE_MS);
  const after = await abandoned();
  await coordination.reportLateClaims();
  const reported = await abandoned();
  await coordination.claim({ ...ISSUE, agent: 'tester' });

  expect(during).toEqual([[], []]);
  expect(after).toEqual([[7], [7]]);
  expect(reported).toEqual([[7], [7]]);
  expect(await abandoned()).toEqual([[], []]);
  expect(await coordination.listAbandoned('gitea')).toEqual([]);
});

it.each([
  ['was given back', async (it) => expect(await it.release({ ...ISSUE, token: 1 })).toBe(true)],
  ['is of an issue that was deleted', (it) => it.forgetIssue(ISSUE, 'ann', 'Gone')],
] satisfies [string, (coordination: ReturnType<typeof openTemporary>['coordination']) => Promise<unknown>][])(
  'counts no lease that %s',
  async (_, end) => {
    const { coordination, clock } = openTemporary();
    await coordination.claim({ ...ISSUE, agent: 'coder', ttlMs: MINUTE_MS });
    await end(coordination);
    clock.advance(MINUTE_MS);

    expect(await coordination.listAbandoned('local')).toEqual([]);
  },
);

it('gives an abandoned issue back as it was found, and says so to nobody who took another', async () => {
  const { coordination, clock } = openTemporary();
  const request = { backend: 'local', agent: 'tester', candidates: [7] };
  const fresh = await coordination.claimFirst(request);
  clock.advance(15 * MINUTE_MS);
  const again = await coordination.claimFirst(request);
  await coordination.release({ ...ISSUE, token: 2 }, { abandoned: true });
  const heartbeat = coordination.heartbeat({ ...ISSUE, token: 2 });

  expect([fresh?.wasAbandoned, again?.wasAbandoned]).toEqual([false, true]);
  await expect(heartbeat).rejects.toMatchObject({ code: 'CLAIM_LOST' });
  expect(await coordination.listAbandoned('local')).toEqual([7]);
  expect(await coordination.claimFirst(request)).toMatchObject({ token: 3, wasAbandoned: true });
  await coordination.release({ ...ISSUE, token: 3 });
  expect(await coordination.claimFirst(request)).toMatchObject({ token: 4, wasAbandoned: false });
});

it('settles what ran out, reports that once, and leaves a lease that holds', async () => {
  const { coordination, clock } = openTemporary();
  await coordination.settleAbandoned(ISSUE);
  await coordination.claim({ ...ISSUE, agent: 'coder', ttlMs: MINUTE_MS });
  await coordination.settleAbandoned(ISSUE);
  const held = await coordination.claimOf(ISSUE);
  clock.advance(MINUTE_MS);
  await coordination.settleAbandoned(ISSUE);
  await coordination.settleAbandoned(ISSUE);

  expect(held?.token).toBe(1);
  expect(await coordination.listAbandoned('local')).toEqual([]);
  expect(await coordination.reportLateClaims()).toBe(0);
  const { events } = await coordination.events({ after: 0, limit: 9 });
  expect(events.map(({ type }) => type)).toEqual(['claimed', 'claim-expired']);
});

it('lists up to a thousand, and says when there are more', async () => {
  const { coordination, clock } = openTemporary();
  for (let issue = 1; issue <= 1_001; issue += 1) {
    await coordination.claim({ backend: 'local', issue, agent: 'coder', ttlMs: MINUTE_MS });
  }
  clock.advance(MINUTE_MS);
  const more = await coordination.listAbandoned('local');
  await coordination.settleAbandoned(ISSUE);

  expect(more).toBeNull();
  expect(await coordination.listAbandoned('local')).toHaveLength(1_000);
}, 30_000);

type Lease = 'none' | 'held' | 'abandoned';

/** What is left of an issue after each thing that can happen to it. */
const AFTER: Readonly<Record<string, (before: Lease) => Lease>> = {
  claim: () => 'held',
  release: (before) => (before === 'held' ? 'none' : before),
  giveBackAbandoned: (before) => (before === 'held' ? 'abandoned' : before),
  runOut: (before) => (before === 'none' ? 'none' : 'abandoned'),
  report: (before) => before,
  settle: (before) => (before === 'abandoned' ? 'none' : before),
  forget: () => 'none',
};

it('agrees with a model of what can happen to a lease', async () => {
  const step = fc.constantFrom(...Object.keys(AFTER));
  const clock = handClock();
  const { coordination } = openTemporary({ clock });
  let issue = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      issue += 1;
      const key = { backend: 'local', issue };
      let lease: Lease = 'none';
      for (const it of steps) {
        const token = (await coordination.claimOf(key))?.token ?? 1;
        if (it === 'claim') await coordination.claim({ ...key, agent: 'coder', ttlMs: MINUTE_MS });
        if (it === 'release') await coordination.release({ ...key, token });
        if (it === 'giveBackAbandoned') await coordination.release({ ...key, token }, { abandoned: true });
        if (it === 'runOut') clock.advance(MINUTE_MS);
        if (it === 'report') await coordination.reportLateClaims();
        if (it === 'settle') await coordination.settleAbandoned(key);
        if (it === 'forget') await coordination.forgetIssue(key, 'ann', 'Gone');
        lease = AFTER[it]?.(lease) ?? lease;

        expect((await coordination.claimOf(key)) !== null).toBe(lease === 'held');
        expect((await coordination.abandonedAmong('local', [issue])).has(issue)).toBe(lease === 'abandoned');
        expect((await coordination.listAbandoned('local'))?.includes(issue)).toBe(lease === 'abandoned');
      }
    }),
    { numRuns: 100 },
  );
}, 60_000);
