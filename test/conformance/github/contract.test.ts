import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type GitHubScene, openGitHubScene, TOKENS } from './open-github.ts';
import { HANDLERS } from './simulator/answer-request.ts';
import { createContract } from './simulator/contract/contract.ts';
import { fieldsOf, type Handlers } from './simulator/exchange.ts';

// The first use of an operation compiles its schemas.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const contract = createContract();

/** Forgets what every issue must have, and answers with a status that GitHub never gives there. */
const BROKEN: Handlers = {
  ...HANDLERS,
  'issues/get': (exchange) => {
    const reply = HANDLERS['issues/get']?.(exchange);
    const { html_url: _, ...rest } = fieldsOf(reply?.body);
    return { status: 200, body: rest };
  },
  'issues/list-labels-for-repo': () => ({ status: 200, body: { labels: [] } }),
  'issues/delete-label': () => ({ status: 200, body: {} }),
};

describe('what does not fit the document of GitHub', () => {
  let scene: GitHubScene;
  beforeAll(async () => {
    scene = await openGitHubScene({ contract, handlers: BROKEN });
  });
  afterAll(() => scene.simulator.close());

  async function send(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; told: string }> {
    const answer = await fetch(`${scene.simulator.url}/repos/acme/shop${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKENS.octocat}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, told: await answer.text() };
  }

  test.each([
    ['a body without what is required', 'POST', '/issues', { body: 'no title' }, 'title'],
    ['a field of the wrong type', 'POST', '/issues', { title: 'x', labels: 'bug' }, '/labels'],
    ['a field that nobody knows', 'POST', '/issues', { title: 'x', asignees: ['octocat'] }, 'asignees'],
    ['a value that is none', 'PATCH', '/issues/1', { state: 'in_progress' }, '/state'],
    ['no body at all', 'POST', '/issues', undefined, 'no body'],
    ['a body where there is none', 'DELETE', '/labels/x', { name: 'x' }, 'a body'],
    ['a milestone created with a null', 'POST', '/milestones', { title: 'x', due_on: null }, '/due_on'],
    ['a parameter that nobody knows', 'GET', '/issues?limit=5', undefined, 'limit'],
    ['a parameter that is no number', 'GET', '/issues?per_page=many', undefined, 'per_page'],
    ['a number that is none in the path', 'GET', '/issues/one', undefined, 'issue_number'],
    ['a time that is none', 'GET', '/issues?since=yesterday', undefined, 'since'],
    ['an address that nobody knows', 'GET', '/isues', undefined, 'no such address'],
    ['an operation that is not simulated', 'PUT', '/issues/1/lock', undefined, 'issues/lock'],
  ] as const)('is refused with 500: %s', async (_, method, path, body, told) => {
    const before = scene.simulator.violations.length;

    const answer = await send(method, path, body);

    expect(answer.status).toBe(500);
    expect(answer.told).toContain(told);
    expect(scene.simulator.violations.slice(before).join()).toContain(told);
  });

  test.each([
    ['GET', '/issues/1', 'html_url'],
    ['GET', '/labels', 'must be array'],
    ['DELETE', '/labels/x', 'never answers 200'],
  ])('is not answered either: %s %s', async (method, path, told) => {
    await send('POST', '/issues', { title: 'There', labels: ['x'] });

    const answer = await send(method, path);

    expect(answer).toMatchObject({ status: 500, told: expect.stringContaining(told) });
  });
});

test('null is among the values of what may be null, and of nothing else', () => {
  const routed = contract.route('PATCH', '/repos/acme/shop/issues/1');
  if (!routed) throw new Error('there is no such operation');

  expect(contract.checkRequest(routed, new URLSearchParams(), { milestone: null, type: null })).toEqual([]);
  expect(contract.checkRequest(routed, new URLSearchParams(), { state: null })).not.toEqual([]);
});

test('the literal address wins over the one with a name in it', () => {
  expect(contract.route('GET', '/repos/acme/shop/issues/comments')?.operation.id).toBe(
    'issues/list-comments-for-repo',
  );
  expect(contract.route('GET', '/repos/acme/shop/issues/7')?.path).toEqual({
    ...{ owner: 'acme', repo: 'shop', issue_number: '7' },
  });
});

test('a webhook without its repository is found out', () => {
  expect(contract.checkWebhook('issues-opened', { action: 'opened' })).not.toEqual([]);
  expect(contract.checkWebhook('issues-exploded', {})).toEqual(['there is no webhook issues-exploded']);
});
