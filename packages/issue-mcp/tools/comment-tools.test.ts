import { expect, it } from 'vitest';
import { callTool } from '../testing/mcp-client.ts';
import { openClient } from '../testing/open-client.ts';

it('writes a comment once for an operation, changes it and deletes it', async () => {
  const { client, trackers } = await openClient();
  await trackers.as('ann').create({ title: 'One' });
  const bodies = async () =>
    (await callTool(client, 'list_comments', { number: 1 })).data.items.map(
      ({ body }: { body: string }) => body,
    );

  const first = await callTool(client, 'comment_on_issue', { number: 1, body: 'Yes.', operationId: 'a' });
  const again = await callTool(client, 'comment_on_issue', { number: 1, body: 'Yes.', operationId: 'a' });
  expect(again.data.id).toBe(first.data.id);
  expect(await bodies()).toEqual(['Yes.']);

  await callTool(client, 'edit_comment', { number: 1, id: first.data.id, body: 'No.' });
  expect(await bodies()).toEqual(['No.']);

  const deleted = await callTool(client, 'delete_comment', { number: 1, id: first.data.id });
  expect(deleted.data).toEqual({ deleted: first.data.id });
  expect(await bodies()).toEqual([]);
});

it('changes no comment under a claim that was lost', async () => {
  const { client, trackers } = await openClient();
  const coder = trackers.as('coder');
  await coder.create({ title: 'One' });
  const { id } = await coder.comment(1, 'Yes.');
  const { token } = await coder.claim(1);
  await trackers.as('ann').claim(1, { takeover: true });

  const edited = await callTool(client, 'edit_comment', {
    number: 1,
    id,
    body: 'No.',
    fencingToken: token,
  });
  const deleted = await callTool(client, 'delete_comment', { number: 1, id, fencingToken: token });

  expect([edited.data.code, deleted.data.code]).toEqual(['CLAIM_LOST', 'CLAIM_LOST']);
  expect((await coder.listComments(1)).items).toMatchObject([{ body: 'Yes.' }]);
});
