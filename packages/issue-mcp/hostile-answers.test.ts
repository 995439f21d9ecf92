import type { Page } from '@fixpoint/issue-core/backend/port.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import type { PageOptions, Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { openTrackers } from '@fixpoint/issue-core/tracker/testing/open-trackers.ts';
import { expect, it } from 'vitest';
import { MAX_ANSWER_BYTES } from './answers/budget.ts';
import { callTool } from './testing/mcp-client.ts';
import { connectClient } from './testing/open-client.ts';

const HUGE = '標"\n'.repeat(200_000);
/** As long as coordination takes. */
const LONG_NOTE = 'x'.repeat(60_000);
const AT = '2026-01-01T00:00:00.000Z';
const LISTED = Array.from({ length: 300 }, (_, i) => i + 1);
const NUMBERS = Array.from({ length: 1_000 }, (_, i) => i + 1);

function pagesOf<T>(item: (id: string) => T) {
  return async ({ limit = 100, cursor }: PageOptions = {}): Promise<Page<T>> => {
    const from = Number(cursor ?? 0);
    const ids = LISTED.slice(from, from + limit).map(String);
    const end = from + ids.length;
    return { items: ids.map(item), next: end < LISTED.length ? String(end) : null, total: LISTED.length };
  };
}

/** A tracker whose every text is huge, and whose every list is long. */
function hostileTracker(): Tracker {
  const tracker = openTrackers().as('coder');
  const label = { name: HUGE, color: '#ffffff', description: HUGE };
  const milestone = { id: '1', title: HUGE, description: HUGE, state: 'open', dueOn: null } as const;
  const comment = {
    id: '1',
    issueNumber: 1,
    body: HUGE,
    author: HUGE,
    createdAt: AT,
    updatedAt: AT,
    url: HUGE,
  };
  const comments = pagesOf((id) => ({ ...comment, id }));
  const file = { id: '1', issueNumber: 1, name: HUGE, sizeBytes: 1, createdAt: AT, url: HUGE };
  const issue: Issue = {
    ...{ id: '1', number: 1, title: HUGE, body: HUGE, state: 'open', closeReason: null, type: HUGE },
    ...{ priority: null, labels: LISTED.map(() => HUGE), assignees: LISTED.map(() => HUGE), milestone: HUGE },
    ...{
      parent: null,
      author: HUGE,
      commentCount: 1,
      createdAt: AT,
      updatedAt: AT,
      closedAt: null,
      url: HUGE,
    },
  };
  return {
    ...tracker,
    check: async () => ({ login: HUGE, target: HUGE, canWrite: true, version: HUGE }),
    currentUser: async () => ({ id: '1', login: HUGE, name: HUGE }),
    listUsers: pagesOf((id) => ({ id, login: HUGE, name: HUGE })),
    listLabels: pagesOf(() => label),
    saveLabel: async () => label,
    listMilestones: pagesOf((id) => ({ ...milestone, id })),
    createMilestone: async () => milestone,
    listComments: (_, page) => comments(page),
    facts: async () => ({
      blockedBy: NUMBERS,
      blocks: NUMBERS,
      blocked: true,
      claimedBy: 'ann',
      abandoned: false,
      deferred: false,
    }),
    close: async () => issue,
    editMany: async () => ({
      results: NUMBERS.map((number) => {
        if (number % 2 === 0) return { number: Number.MAX_SAFE_INTEGER, ok: true, issue };
        return { number, ok: false, error: { code: 'FORGE_REFUSED', message: HUGE } };
      }),
      failed: 500,
      more: true,
    }),
    claims: async () =>
      LISTED.map((number) => ({
        ...{ backend: 'memory', issue: number, token: 1, agent: 'a'.repeat(64) },
        ...{ claimedAt: AT, expiresAt: AT, heartbeatEveryMs: 1_000 },
      })),
    listAgents: async () =>
      LISTED.map((number) => ({
        ...{ name: `a${number}`, kind: 'agent', registeredAt: AT },
        roles: Array.from({ length: 20 }, () => 'r'.repeat(64)),
      })),
    listAgentStates: async () =>
      LISTED.map((number) => ({
        ...{ backend: 'memory', issue: 1, agent: `a${number}`, revision: 1, updatedAt: AT },
        state: { text: number % 2 === 0 ? LONG_NOTE : 'short' },
      })),
    listAttachments: async () => LISTED.map((id) => ({ ...file, id: String(id) })),
    attach: async () => file,
  };
}

it.each([
  ['get_tracker', {}],
  ['save_label', { name: 'bug', color: '#ffffff' }],
  ['create_milestone', { title: 'One' }],
  ['get_issue_facts', { number: 1 }],
  ['close_issue', { number: 1 }],
  ['update_issues', { select: { query: 'is:open' }, edit: { state: 'closed' } }],
  ['attach_file', { number: 1, name: 'a', content: 'YQ==' }],
])('answers %s within its bounds, whatever the tracker says', async (name, given) => {
  const client = await connectClient(hostileTracker());

  const { isError, bytes, data } = await callTool(client, name, given);

  expect(isError).toBe(false);
  expect(bytes).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
  expect(JSON.stringify(data).length).toBeGreaterThan(100);
});

it('tells of a bulk edit how much it did, when not all of it fits', async () => {
  const client = await connectClient(hostileTracker());

  const { data } = await callTool(client, 'update_issues', { select: { query: 'is:open' }, edit: {} });

  expect(data).toMatchObject({
    editedCount: 500,
    failedCount: 500,
    more: true,
    truncated: ['edited', 'failures'],
  });
});

it.each([
  ['list_users', 'cursor', {}],
  ['list_labels', 'cursor', {}],
  ['list_milestones', 'cursor', {}],
  ['list_comments', 'cursor', { number: 1 }],
  ['list_claims', 'offset', {}],
  ['list_agents', 'offset', {}],
  ['list_states', 'offset', { number: 1 }],
  ['list_attachments', 'offset', { number: 1 }],
])('lists everything of %s in bounded answers', async (name, place, given) => {
  const client = await connectClient(hostileTracker());
  const limit = place === 'cursor' ? { limit: 100 } : {};
  let count = 0;
  let next: string | number | null = null;

  do {
    const at: object = next === null ? {} : { [place]: next };
    const { bytes, data } = await callTool(client, name, { ...given, ...limit, ...at });
    expect(bytes).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
    expect(data.items.length).toBeGreaterThan(0);
    expect(data.total).toBe(LISTED.length);
    count += data.items.length;
    next = data.next;
  } while (next !== null);

  expect(count).toBe(LISTED.length);
});

it('reads a long description of a milestone to its end', async () => {
  const client = await connectClient({
    ...openTrackers().as('coder'),
    listMilestones: pagesOf((id) => ({
      ...{ id, title: 'One', state: 'open', dueOn: null },
      description: HUGE.slice(0, 30_000),
    })),
  });
  let text = '';
  let offset: number | null = 0;

  while (offset !== null) {
    const given = { limit: 1, descriptionOffset: offset };
    const { data }: { data: { items: { description: string; descriptionNext?: number }[] } } = await callTool(
      client,
      'list_milestones',
      given,
    );
    text += data.items[0]?.description;
    offset = data.items[0]?.descriptionNext ?? null;
  }

  expect(text).toBe(HUGE.slice(0, 30_000));
});
