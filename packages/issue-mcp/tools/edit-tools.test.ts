import { expect, it } from 'vitest';
import { callTool } from '../testing/mcp-client.ts';
import { openClient } from '../testing/open-client.ts';

it('closes with a reason and a comment, and opens again', async () => {
  const { client, trackers } = await openClient();
  const ann = trackers.as('ann');
  await ann.create({ title: 'One' });
  const given = { number: 1, reason: 'not_planned', comment: 'Nobody wants it.', operationId: 'close-1' };

  const closed = await callTool(client, 'close_issue', given);
  await callTool(client, 'close_issue', given);

  expect(closed.data).toMatchObject({ number: 1, state: 'closed', commentCount: 1 });
  expect(await ann.get(1)).toMatchObject({ closeReason: 'not_planned', commentCount: 1 });
  const reopened = await callTool(client, 'reopen_issue', { number: 1, comment: 'After all.' });
  expect(reopened.data).toMatchObject({ state: 'open', commentCount: 2 });
});

it('edits many, by numbers or a query, and tells of each that fails', async () => {
  const { client, trackers } = await openClient();
  const ann = trackers.as('ann');
  for (const title of ['One', 'Two', 'Three']) await ann.create({ title });
  await ann.claim(2);

  const byNumber = await callTool(client, 'update_issues', {
    select: { numbers: [1, 2, 9] },
    edit: { state: 'closed' },
  });
  const byQuery = await callTool(client, 'update_issues', {
    select: { query: 'is:open' },
    edit: { addLabels: ['left'] },
  });

  expect(byNumber.data).toEqual({
    editedCount: 1,
    failedCount: 2,
    edited: [1],
    failures: [
      { number: 2, code: 'CLAIM_HELD', message: expect.any(String) },
      { number: 9, code: 'ISSUE_NOT_FOUND', message: expect.any(String) },
    ],
    more: false,
  });
  expect(byQuery.data).toMatchObject({ editedCount: 2, edited: [3, 2], failures: [] });
  expect((await ann.get(3)).labels).toEqual(['left']);
});

it('deletes for good, and not what somebody else works on', async () => {
  const { client, trackers } = await openClient();
  const ann = trackers.as('ann');
  for (const title of ['One', 'Two']) await ann.create({ title });
  const { token } = await trackers.as('coder').claim(1);
  await ann.claim(2);

  const stale = await callTool(client, 'delete_issue', { number: 1, fencingToken: token + 1 });
  const foreign = await callTool(client, 'delete_issue', { number: 2 });
  const own = await callTool(client, 'delete_issue', { number: 1, fencingToken: token });
  const again = await callTool(client, 'delete_issue', { number: 1 });

  expect([stale.data.code, foreign.data.code]).toEqual(['CLAIM_LOST', 'CLAIM_HELD']);
  expect(own.data).toEqual({ deleted: 1 });
  expect(again.data.code).toBe('ISSUE_NOT_FOUND');
  expect((await ann.list()).items.map(({ number }) => number)).toEqual([2]);
});

it.each([
  ['update_issues', { edit: { state: 'closed' } }],
  ['update_issues', { select: { numbers: [1], query: 'is:open' }, edit: {} }],
  ['update_issues', { select: { query: '' }, edit: {} }],
  ['close_issue', { number: 1, reason: 'tired' }],
])('refuses arguments of %s that do not fit: %j', async (name, given) => {
  const { client, trackers } = await openClient();

  const { isError } = await callTool(client, name, given);

  expect(isError).toBe(true);
  expect(trackers.requests).toEqual([]);
});
