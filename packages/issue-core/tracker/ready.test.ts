import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { expect, it } from 'vitest';
import { openTrackers } from './testing/open-trackers.ts';

const numbersOf = (ready: readonly { readonly issue: { readonly number: number } }[]) =>
  ready.map(({ issue }) => issue.number);

it('gives what can be worked on, the most urgent and then the oldest first', async () => {
  const { as } = openTrackers();
  const ann = as('ann');
  for (const priority of [null, 'low', 'critical', null, 'low', 'high'] as const) {
    await ann.create({ title: 'Task', priority });
  }

  expect(numbersOf(await ann.ready())).toEqual([3, 6, 2, 5, 1, 4]);
  expect(numbersOf(await ann.ready({ limit: 2 }))).toEqual([3, 6]);
  expect(numbersOf(await ann.ready({ query: 'priority:low' }))).toEqual([2, 5]);
});

it('leaves out what is closed, begun, blocked, claimed or deferred, and takes it back when that is over', async () => {
  const { as, clock } = openTrackers();
  const ann = as('ann');
  for (let i = 0; i < 8; i += 1) await ann.create({ title: 'Task' });
  await ann.close(1);
  await ann.edit(2, { state: 'in_progress' });
  await ann.link(3, { kind: 'blocked_by', number: 8 });
  await ann.edit(4, { parent: 3 });
  await as('coder').claim(5, { ttlMs: 60_000 });
  await ann.claim(6, { ttlMs: 60_000 });
  await ann.defer(7, '2026-01-01T00:10:00Z');
  const before = numbersOf(await ann.ready());
  clock.advance(60_000);
  const afterClaims = numbersOf(await ann.ready());
  clock.advance(10 * 60_000);
  await ann.close(8);

  expect(before).toEqual([8]);
  expect(afterClaims).toEqual([5, 6, 8]);
  expect(numbersOf(await ann.ready())).toEqual([3, 4, 5, 6, 7]);
});

it('finds what is ready behind many that are not', async () => {
  const { as, coordination } = openTrackers();
  const ann = as('ann');
  for (let issue = 1; issue <= 130; issue += 1) {
    await ann.create({ title: 'Task' });
    if (issue !== 128) await coordination.claim({ backend: 'memory', issue, agent: 'coder' });
  }

  expect(numbersOf(await ann.ready({ limit: 1 }))).toEqual([128]);
});

it('claims the first in the same operation, each agent another, and none when nothing is ready', async () => {
  const { as } = openTrackers();
  for (let i = 0; i < 3; i += 1) await as('ann').create({ title: 'Task' });

  const taken = await Promise.all(
    ['a', 'b', 'c', 'd'].map((agent) => as(agent).ready({ claim: { ttlMs: 60_000 } })),
  );

  expect(taken.flatMap(numbersOf).toSorted()).toEqual([1, 2, 3]);
  expect(taken.filter((it) => it.length === 0)).toHaveLength(1);
  const claims = await as('ann').claims();
  expect(claims.map(({ issue, token }) => [issue, token])).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
  ]);
  expect(new Set(claims.map(({ agent }) => agent)).size).toBe(3);
});

it('gives back what somebody finished between the list and the claim, and takes the next', async () => {
  let finish: (() => Promise<unknown>) | null = null;
  const { as, backend, reported } = openTrackers({
    async onRequest(method) {
      // The first look at an issue by its number is the one after it was claimed.
      if (method !== 'getIssue' || finish === null) return;
      const now = finish;
      finish = null;
      await now();
    },
  });
  await as('ann').create({ title: 'One' });
  await as('ann').create({ title: 'Two' });
  finish = () => backend.updateIssue(1, { state: 'closed' });

  const [taken] = await as('coder').ready({ claim: {} });

  expect(taken).toMatchObject({ issue: { number: 2 }, claim: { issue: 2, token: 1, agent: 'coder' } });
  expect((await reported()).slice(2)).toEqual([
    ['claimed', 'coder', 1],
    ['released', 'coder', 1],
    ['claimed', 'coder', 2],
  ]);
  expect(await as('coder').claims()).toHaveLength(1);
});

it('gives back its claim when the tracker cannot say whether the issue is still ready', async () => {
  let isDown = false;
  const { as } = openTrackers({
    onRequest(method) {
      if (isDown && method === 'getIssue')
        throw new FixpointError('FORGE_UNAVAILABLE', 'the tracker is down');
    },
  });
  await as('ann').create({ title: 'One' });
  isDown = true;

  await expect(as('coder').ready({ claim: {} })).rejects.toThrow('the tracker is down');
  expect(await as('coder').claims()).toEqual([]);
});

it('takes a closed issue over from somebody else who holds it, and in no other case', async () => {
  const { as, coordination } = openTrackers();
  const [ann, coder] = [as('ann'), as('coder')];
  await ann.create({ title: 'One' });
  const { token } = await coder.claim(1);
  await coder.close(1);
  const takeover = { takeover: true };

  await expect(ann.reopen(1)).rejects.toMatchObject({ code: 'CLAIM_HELD' });
  await expect(ann.claim(1)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(coder.claim(1, takeover)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  const taken = await ann.claim(1, takeover);
  const reopened = await ann.reopen(1, {}, { fencingToken: taken.token });
  await ann.close(1);
  await ann.release(1, taken.token);

  expect([taken.token, reopened.state]).toEqual([token + 1, 'open']);
  await expect(coder.claim(1, takeover)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(await coordination.listClaims('memory')).toEqual([]);
});

it('does not claim what is closed or not there', async () => {
  const { as } = openTrackers();
  const ann = as('ann');
  await ann.create({ title: 'One', state: 'closed' });

  await expect(ann.claim(1)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(ann.claim(2)).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  expect(await ann.claims()).toEqual([]);
});
