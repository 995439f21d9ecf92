import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { expect, it } from 'vitest';
import { openTrackers } from './testing/open-trackers.ts';

async function withIssues(count: number, options: Parameters<typeof openTrackers>[0] = {}) {
  const trackers = openTrackers(options);
  for (let i = 1; i <= count; i += 1) await trackers.as('ann').create({ title: `Issue ${i}` });
  return trackers;
}

it('edits all that it can, and says of each other what was wrong', async () => {
  const { as } = await withIssues(4);
  await as('coder').claim(2);

  const report = await as('ann').editMany({ numbers: [1, 2, 9, 4, 4] }, { state: 'closed' });

  expect(report).toMatchObject({
    failed: 2,
    more: false,
    results: [
      { number: 1, ok: true, issue: { state: 'closed' } },
      { number: 2, ok: false, error: { code: 'CLAIM_HELD' } },
      { number: 9, ok: false, error: { code: 'ISSUE_NOT_FOUND' } },
      { number: 4, ok: true, issue: { state: 'closed' } },
    ],
  });
});

it('finds those of a query first, so that the edit does not move them', async () => {
  const { as } = await withIssues(60);
  const ann = as('ann');

  const report = await ann.editMany({ query: 'is:open' }, { state: 'closed' });

  expect([report.results.length, report.failed]).toEqual([60, 0]);
  expect((await ann.list({ query: 'is:open' })).items).toEqual([]);
});

it('refuses an edit that is wrong in itself, before any issue is touched', async () => {
  const { as, requests } = await withIssues(2);
  requests.length = 0;

  const edit = as('ann').editMany({ query: '' }, { labels: ['a'], addLabels: ['b'] });

  await expect(edit).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(requests).toEqual([]);
});

it('does not knock at a closed door for each issue that is left', async () => {
  let updates = 0;
  const { as } = await withIssues(5, {
    onRequest(method) {
      if (method !== 'updateIssue') return;
      updates += 1;
      if (updates > 1) throw new FixpointError('FORGE_RATE_LIMITED', 'Slow down.');
    },
  });

  const report = await as('ann').editMany({ numbers: [1, 2, 3, 4, 5] }, { title: 'New' });

  expect(updates).toBe(2);
  expect(report.failed).toBe(4);
  expect(report.results.map(({ number, ok }) => [number, ok])).toEqual([
    [1, true],
    [2, false],
    [3, false],
    [4, false],
    [5, false],
  ]);
});

it('does not take a bug for the fault of one issue', async () => {
  const { as } = await withIssues(2, {
    onRequest(method) {
      if (method === 'updateIssue') throw new TypeError('a bug');
    },
  });

  await expect(as('ann').editMany({ numbers: [1, 2] }, { title: 'New' })).rejects.toThrow('a bug');
});
