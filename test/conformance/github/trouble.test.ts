import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openGitHubTracker } from '../../../packages/forges/github/tracker/open-tracker.ts';
import { createPoliteFetch } from '../../../packages/forges/http/polite-fetch.ts';
import { badGateway, secondaryLimit } from '../simulator/faults.ts';
import { type GitHubScene, openGitHubScene, TOKENS } from './open-github.ts';
import { createContract } from './simulator/contract/contract.ts';

// The first use of an operation compiles its schemas.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const contract = createContract();
const ISSUES = /\/issues$/;

describe('trouble', () => {
  let scene: GitHubScene;
  let backend: IssueBackend;
  beforeEach(async () => {
    scene = await openGitHubScene({ contract });
    backend = scene.open({ fetch: createPoliteFetch({ readRetryDelaysMs: [1, 1], maxWaitMs: 50 }) });
  });
  afterEach(async () => {
    await scene.simulator.close();
    expect(scene.simulator.violations).toEqual([]);
  });

  function sent(method: string): number {
    return scene.simulator.requests.filter((request) => request.method === method).length;
  }

  test.each([
    ['a 502 after the work was done', badGateway('after')],
    ['a connection that ends after the work was done', { kind: 'cut' }],
  ] as const)('a create behind %s is sent once, and found again', async (_, fault) => {
    const issue = await backend.createIssue({ title: 'First' });
    scene.simulator.faults.add({ method: 'POST', path: ISSUES, fault, times: 1 });
    scene.simulator.faults.add({ method: 'POST', path: /\/comments$/, fault, times: 1 });
    const before = sent('POST');

    const lost = backend.createIssue({ title: 'Lost', body: 'Text.' }, { operationId: 'op-1' });
    await expect(lost).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });
    const lostComment = backend.createComment(issue.number, 'Said.', { operationId: 'op-2' });
    await expect(lostComment).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });

    expect(sent('POST') - before).toBe(2);
    expect(await backend.findCreatedIssue('op-1')).toMatchObject({ title: 'Lost', body: 'Text.' });
    expect(await backend.findCreatedComment(issue.number, 'op-2')).toMatchObject({ body: 'Said.' });
  });

  test('a create behind a 502 before the work was done leaves nothing', async () => {
    scene.simulator.faults.add({ method: 'POST', path: ISSUES, fault: badGateway('before'), times: 1 });

    const lost = backend.createIssue({ title: 'Lost' }, { operationId: 'op-1' });
    await expect(lost).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });

    expect(await backend.findCreatedIssue('op-1')).toBeNull();
  });

  test('reads are tried again', async () => {
    const { number } = await backend.createIssue({ title: 'There' });
    scene.simulator.faults.add({
      method: 'GET',
      path: /\/issues\/1$/,
      fault: badGateway('before'),
      times: 2,
    });

    expect(await backend.getIssue(number)).toMatchObject({ title: 'There' });
  });

  test.each([
    ['429 with Retry-After', secondaryLimit(429, 60), 60_000],
    ['403 with Retry-After', secondaryLimit(403, 90), 90_000],
    ['403 that only says so', secondaryLimit(403, null), 60_000],
  ] as const)(
    '%s is obeyed: one request, and an error that says how long',
    async (_, fault, retryAfterMs) => {
      scene.simulator.faults.add({ method: 'POST', path: ISSUES, fault, times: 1 });

      const limited = backend.createIssue({ title: 'Too fast' });

      await expect(limited).rejects.toMatchObject({ code: 'FORGE_RATE_LIMITED', retryAfterMs });
      expect(sent('POST')).toBe(1);
    },
  );

  test('an hour used up is one request, and an error that says how long', async () => {
    scene.simulator.limit.remaining = 0;

    const error = await backend.getIssue(1).catch((it: unknown) => it);

    expect(error).toMatchObject({ code: 'FORGE_RATE_LIMITED' });
    expect((error as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(3_500_000);
    expect(sent('GET')).toBe(1);
  });

  test('a token that nobody has is refused, and not told to anybody', async () => {
    const token = ['gh', 'p_', 'x'.repeat(36)].join('');
    const stranger = openGitHubTracker({
      ...{ url: scene.simulator.url, owner: 'acme', repo: 'shop', token, fetch: createPoliteFetch() },
    });

    const error = await stranger.getIssue(1).catch((it: unknown) => it);

    expect(error).toMatchObject({ code: 'FORGE_UNAUTHORIZED' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error)).not.toContain(token);
    expect(await stranger.isReadable()).toBe(false);
  });

  test('what somebody without rights asks for is an error, never dropped without a word', async () => {
    const guest = scene.open({ as: 'guest' });
    await backend.createMilestone({ title: 'v1' });

    expect(await guest.createIssue({ title: 'Plain' })).toMatchObject({ author: 'guest' });
    for (const fields of [{ labels: ['bug'] }, { milestone: 'v1' }, { assignees: ['guest'] }]) {
      await expect(guest.createIssue({ title: 'More', ...fields })).rejects.toMatchObject({
        code: expect.stringMatching(/^FORGE_(REFUSED|FORBIDDEN)$/),
      });
    }
    expect(await guest.check()).toMatchObject({ login: 'guest', canWrite: false });
  });

  test('issues that are switched off are no deleted ones', async () => {
    await backend.createIssue({ title: 'There' });
    scene.repository.hasIssues = false;

    await expect(backend.getIssue(1)).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' });
    expect(await backend.isReadable()).toBe(false);
  });

  test('a renamed repository is no empty one', async () => {
    await backend.createIssue({ title: 'There' });
    scene.repository.formerNames.push('acme/shop');
    scene.repository.name = 'store';

    await expect(backend.getIssue(1)).rejects.toThrow(/moved or renamed, to .*\/repositories\/\d+/);
    await expect(backend.createIssue({ title: 'x' })).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' });
    expect(await backend.isReadable()).toBe(false);
  });

  test('an issue that was moved to another repository is not the one of that number there', async () => {
    await backend.createIssue({ title: 'There' });
    const issue = scene.repository.issues[0];
    if (issue) issue.gone = { kind: 'transferred', to: `${scene.simulator.url}/repositories/7/issues/1` };

    await expect(backend.getIssue(1)).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' });
    expect(await backend.isReadable()).toBe(true);
  });

  test('an issue whose parent is not there is not created', async () => {
    await expect(backend.createIssue({ title: 'Orphan', parent: 999_999 })).rejects.toMatchObject({
      code: 'FORGE_NOT_FOUND',
    });

    expect(scene.repository.issues).toEqual([]);
  });

  test('only who administers the repository deletes issues', async () => {
    await backend.createIssue({ title: 'There' });

    await expect(scene.open({ as: 'hubot' }).deleteIssue(1)).rejects.toMatchObject({
      code: 'FORGE_FORBIDDEN',
    });
    expect(await backend.getIssue(1)).toMatchObject({ title: 'There' });
  });

  test('a slow answer is cut off by the signal, with its reason', async () => {
    const fault = { kind: 'slow', delayMs: 500 } as const;
    scene.simulator.faults.add({ method: 'POST', path: ISSUES, fault, times: 1 });
    const signal = AbortSignal.timeout(20);

    await expect(backend.createIssue({ title: 'Slow' }, { signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  test('the marker of an operation, copied by somebody else, does not pass for what we created', async () => {
    const hostile = '<!-- issue-core:op-1 -->';
    await scene.open({ as: 'hubot' }).createIssue({ title: 'Not yours', body: `Hello\n\n${hostile}` });
    await backend.createIssue({ title: 'A quote', body: `They wrote\n${hostile}\nin #1.` });

    expect(await backend.findCreatedIssue('op-1')).toBeNull();
  });

  test('every request names the version of the API that we were written for', async () => {
    await backend.createIssue({ title: 'There', labels: ['a'] });
    await backend.check();

    const versions = scene.simulator.requests.map(({ apiVersion }) => apiVersion);
    expect(new Set(versions)).toEqual(new Set(['2022-11-28']));
  });
});

test('an Enterprise server is used below /api/v3, and its GraphQL beside it', async () => {
  const scene = await openGitHubScene({ contract, basePath: '/api/v3' });
  const backend = scene.open();

  const { number } = await backend.createIssue({ title: 'There' });
  const check = await backend.check();
  await backend.deleteIssue(number);

  expect(check).toEqual({ login: 'octocat', target: 'acme/shop', canWrite: true, version: '3.19.0' });
  await expect(backend.getIssue(number)).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' });
  await scene.simulator.close();
  expect(scene.simulator.violations).toEqual([]);
});

test('the installation of an App, which is no user, works under its own login', async () => {
  const scene = await openGitHubScene({ contract });
  const { world } = scene.simulator;
  const bot = { id: 5, login: 'fixpoint[bot]', name: null, kind: 'Bot' } as const;
  world.users.push(bot);
  world.tokens.set(TOKENS.guest, bot);
  scene.repository.roles.set(bot.login, 'write');
  const backend = scene.open({ as: 'guest' });

  const created = await backend.createIssue({ title: 'By a bot' }, { operationId: 'op-1' });

  expect(await backend.check()).toMatchObject({ login: 'fixpoint[bot]', canWrite: true });
  expect(await backend.findCreatedIssue('op-1')).toEqual(created);
  await scene.simulator.close();
  expect(scene.simulator.violations).toEqual([]);
});
