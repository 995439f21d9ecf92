import { readFileSync } from 'node:fs';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { WRITES } from '@fixpoint/issue-core/tracker/read-only.ts';
import { openTrackers } from '@fixpoint/issue-core/tracker/testing/open-trackers.ts';
import { expect, it } from 'vitest';
import { callTool } from './testing/mcp-client.ts';
import { connectClient, openClient } from './testing/open-client.ts';

const SERVER_DOCUMENT = new URL('../../docs/issue-server.md', import.meta.url);

/** The tool that does what a method does; with the one that it asks for that where it is another. */
const TOOL_OF = {
  backendName: 'get_tracker',
  kind: 'get_tracker',
  capabilities: 'get_tracker',
  agent: 'get_tracker',
  readOnly: 'get_tracker',
  check: 'get_tracker',
  list: 'list_issues',
  get: ['get_issue', 'show'],
  show: 'get_issue',
  facts: 'get_issue_facts',
  create: 'create_issue',
  edit: 'update_issue',
  close: 'close_issue',
  reopen: 'reopen_issue',
  delete: 'delete_issue',
  editMany: 'update_issues',
  assign: ['update_issue', 'edit'],
  unassign: ['update_issue', 'edit'],
  listComments: 'list_comments',
  comment: 'comment_on_issue',
  editComment: 'edit_comment',
  deleteComment: 'delete_comment',
  listLabels: 'list_labels',
  saveLabel: 'save_label',
  renameLabel: 'rename_label',
  deleteLabel: 'delete_label',
  listMilestones: 'list_milestones',
  createMilestone: 'create_milestone',
  updateMilestone: 'update_milestone',
  deleteMilestone: 'delete_milestone',
  listUsers: 'list_users',
  currentUser: 'get_tracker',
  links: 'list_links',
  link: 'link_issues',
  unlink: 'link_issues',
  ready: 'ready_issues',
  claim: 'claim_issue',
  heartbeat: 'heartbeat',
  release: 'release_claim',
  claims: 'list_claims',
  claimOf: 'list_claims',
  defer: 'defer_issue',
  setAgentState: 'set_state',
  getAgentState: 'get_state',
  listAgentStates: 'list_states',
  registerAgent: 'register_agent',
  listAgents: 'list_agents',
  events: ['list_events', 'waitForEvents'],
  waitForEvents: 'list_events',
  lastSeq: 'list_events',
  listAttachments: 'list_attachments',
  readAttachment: 'read_attachment',
  attach: 'attach_file',
  findDuplicates: 'find_duplicates',
} as const satisfies Record<keyof Tracker, string | readonly [tool: string, through: keyof Tracker]>;

const COVERAGE = Object.entries(TOOL_OF).map(([method, how]) => {
  const [tool, through = method] = typeof how === 'string' ? [how] : how;
  return { method, tool, through };
});

it('does with a tool whatever the tracker can, and every tool works', async () => {
  const asked = new Map<string, Set<string>>();
  let current = new Set<string>();
  const tracker = new Proxy(openTrackers().as('coder'), {
    get(target, name, receiver) {
      current.add(String(name));
      return Reflect.get(target, name, receiver);
    },
  });
  const client = await connectClient(tracker);
  const call = async (tool: string, given: object = {}) => {
    current = asked.get(tool) ?? new Set();
    asked.set(tool, current);
    const { isError, data } = await callTool(client, tool, given);
    expect(isError, `${tool}: ${JSON.stringify(data)}`).toBe(false);
    return data;
  };

  for (const title of ['One', 'Two', 'Three']) await call('create_issue', { title });
  await call('register_agent', { kind: 'agent', roles: ['coder'] });
  await call('list_agents');
  await call('link_issues', { number: 1, kind: 'blocked_by', other: 2 });
  await call('list_links', { number: 1 });
  await call('link_issues', { number: 1, kind: 'blocked_by', other: 2, remove: true });
  await call('ready_issues');
  const { taken } = await call('claim_issue', { number: 1 });
  const held = { number: 1, token: taken.claim.token };
  await call('heartbeat', held);
  await call('list_claims');
  await call('list_claims', { number: 1 });
  await call('set_state', { number: 1, state: { step: 1 }, fencingToken: held.token });
  await call('get_state', { number: 1 });
  await call('list_states', { number: 1 });
  await call('update_issue', { number: 1, addAssignees: ['ann'], fencingToken: held.token });
  await call('release_claim', held);
  await call('defer_issue', { number: 1, until: '2099-01-01T00:00:00Z' });
  await call('update_issues', { select: { numbers: [1, 2] }, edit: { priority: 'low' } });
  await call('close_issue', { number: 2 });
  await call('reopen_issue', { number: 2 });
  await call('list_issues');
  await call('search_issues', { query: 'One' });
  await call('get_issue', { number: 1 });
  await call('get_issue_facts', { number: 1 });
  await call('find_duplicates', { title: 'One' });
  const comment = { number: 1, id: (await call('comment_on_issue', { number: 1, body: 'Yes.' })).id };
  await call('list_comments', { number: 1 });
  await call('edit_comment', { ...comment, body: 'No.' });
  await call('delete_comment', comment);
  await call('save_label', { name: 'bug', color: '#ff0000' });
  await call('list_labels');
  await call('rename_label', { name: 'bug', newName: 'defect' });
  await call('delete_label', { name: 'defect' });
  const { id } = await call('create_milestone', { title: 'One' });
  await call('list_milestones');
  await call('update_milestone', { id, state: 'closed' });
  await call('delete_milestone', { id });
  await call('list_users');
  await call('get_tracker');
  const file = await call('attach_file', { number: 1, name: 'a.txt', content: 'YQ==' });
  await call('read_attachment', { number: 1, id: file.id });
  await call('list_attachments', { number: 1 });
  await call('list_events', { after: 'newest' });
  await call('delete_issue', { number: 3 });

  for (const { method, tool, through } of COVERAGE) {
    expect([...(asked.get(tool) ?? [])], `${method} by ${tool}`).toContain(through);
  }
  const { tools } = await client.listTools();
  expect([...asked.keys()].toSorted()).toEqual(tools.map(({ name }) => name).toSorted());
});

it('reads with tools that are said to read, and offers no others where nothing may be written', async () => {
  const { client, trackers } = await openClient();
  const readOnly = await connectClient(trackers.as('coder', { readOnly: true }));

  const { tools } = await client.listTools();
  const offered = (await readOnly.listTools()).tools.map(({ name }) => name);

  for (const { method, tool } of COVERAGE) {
    const annotations = tools.find(({ name }) => name === tool)?.annotations;
    expect(annotations?.readOnlyHint, `${method} by ${tool}`).toBe(!WRITES.includes(method));
  }
  expect(offered).toEqual(tools.flatMap(({ name, annotations: it }) => (it?.readOnlyHint ? [name] : [])));
});

it('has every tool in its document, and nothing else', async () => {
  const { client } = await openClient();
  const [, models = ''] = readFileSync(SERVER_DOCUMENT, 'utf8').split('\n## For models\n');
  const [section = ''] = models.split('\n## ');

  const { tools } = await client.listTools();
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  const named = rows.flatMap((row) => [...row.matchAll(/`([a-z]+_?[a-z_]*)`/g)].map(([, name]) => name));

  expect(named.toSorted()).toEqual(tools.map(({ name }) => name).toSorted());
});
