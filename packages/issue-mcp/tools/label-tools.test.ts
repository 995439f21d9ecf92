import { expect, it } from 'vitest';
import { callTool } from '../testing/mcp-client.ts';
import { openClient } from '../testing/open-client.ts';

it('keeps the labels of the tracker', async () => {
  const { client, trackers } = await openClient();
  const ann = trackers.as('ann');
  await ann.create({ title: 'One', labels: ['bug'] });
  const call = (name: string, given: object = {}) => callTool(client, name, given);

  await call('save_label', { name: 'bug', color: '#ff0000', description: 'It fails.' });
  await call('save_label', { name: 'later', color: '#cccccc' });
  const listed = await call('list_labels');
  expect(listed.data.items).toEqual([
    { name: 'bug', color: '#ff0000', description: 'It fails.' },
    { name: 'later', color: '#cccccc', description: '' },
  ]);
  const first = await call('list_labels', { limit: 1 });
  const second = await call('list_labels', { limit: 1, cursor: first.data.next });
  expect([...first.data.items, ...second.data.items]).toEqual(listed.data.items);

  await call('rename_label', { name: 'bug', newName: 'defect' });
  expect((await ann.get(1)).labels).toEqual(['defect']);
  expect((await call('rename_label', { name: 'defect', newName: 'later' })).data.code).toBe('ALREADY_EXISTS');
  expect((await call('delete_label', { name: 'defect' })).data).toEqual({ deleted: 'defect' });
  expect((await ann.get(1)).labels).toEqual([]);
  expect((await call('save_label', { name: 'x', color: 'red' })).isError).toBe(true);
});

it('shows the longest label and milestone whole', async () => {
  const { client } = await openClient();
  const label = { name: '標'.repeat(255), color: '#00ff00', description: '標'.repeat(1_000) };

  const saved = await callTool(client, 'save_label', label);
  const made = await callTool(client, 'create_milestone', { title: label.name });

  expect(saved.data).toEqual(label);
  expect((await callTool(client, 'list_labels')).data.items).toEqual([label]);
  expect(made.data.title).toBe(label.name);
});

it('keeps the milestones of the tracker', async () => {
  const { client, trackers } = await openClient();
  const ann = trackers.as('ann');
  const call = (name: string, given: object = {}) => callTool(client, name, given);

  const made = await call('create_milestone', { title: 'One', dueOn: '2030-01-31' });
  const { id } = made.data;
  await ann.create({ title: 'An issue', milestone: 'One' });
  expect(made.data).toEqual({ id, title: 'One', state: 'open', dueOn: '2030-01-31', description: '' });
  expect((await call('list_milestones')).data).toMatchObject({ items: [made.data], next: null });

  const changed = await call('update_milestone', { id, title: 'First', state: 'closed', dueOn: null });
  expect(changed.data).toMatchObject({ title: 'First', state: 'closed', dueOn: null });
  expect((await ann.get(1)).milestone).toBe('First');

  expect((await call('delete_milestone', { id })).data).toEqual({ deleted: id });
  expect((await ann.get(1)).milestone).toBeNull();
  expect((await call('list_milestones')).data.items).toEqual([]);
});
