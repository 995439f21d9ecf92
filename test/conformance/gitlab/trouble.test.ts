import { createPoliteFetch } from '@fixpoint/forges/http/polite-fetch.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { badGateway, type Fault } from '../simulator/faults.ts';
import { type GitLabScene, openGitLabScene } from './open-gitlab.ts';

const ISSUES = /\/issues$/;
const TOO_MANY: Fault = {
  ...{ kind: 'answer', status: 429, after: false, headers: { 'retry-after': '60' }, body: 'Retry later\n' },
};
/** As GitLab says of what it takes for spam (`SpammableActions::CaptchaCheck::RestApiActionsSupport`). */
const SPAM: Fault = {
  ...{ kind: 'answer', status: 409, after: false, headers: { 'content-type': 'application/json' } },
  body: JSON.stringify({
    needs_captcha_response: true,
    message: { error: 'Your issue has been recognized as spam.' },
  }),
};

describe('trouble', () => {
  let scene: GitLabScene;
  let backend: IssueBackend;
  beforeEach(async () => {
    scene = await openGitLabScene();
    backend = scene.open({ fetch: createPoliteFetch({ readRetryDelaysMs: [1, 1], maxWaitMs: 50 }) });
  });
  afterEach(async () => {
    await scene.simulator.close();
    expect(scene.simulator.violations).toEqual([]);
  });

  function sent(method: string): number {
    return scene.simulator.requests.filter((request) => request.method === method).length;
  }

  function spoil(method: string, path: RegExp, fault: Fault, times = 1): void {
    scene.simulator.faults.add({ method, path, fault, times });
  }

  test.each([
    ['a 502 after the work was done', badGateway('after')],
    ['a connection that ends after the work was done', { kind: 'cut' }],
  ] as const)('a create behind %s is sent once, and found again', async (_, fault) => {
    const issue = await backend.createIssue({ title: 'First' });
    spoil('POST', ISSUES, fault);
    spoil('POST', /\/notes$/, fault);
    const before = sent('POST');

    const lost = backend.createIssue({ title: 'Lost', body: 'Text.' }, { operationId: 'op-1' });
    await expect(lost).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });
    const lostComment = backend.createComment(issue.number, 'Said.', { operationId: 'op-2' });
    await expect(lostComment).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });

    expect(sent('POST') - before).toBe(2);
    expect(await backend.findCreatedIssue('op-1')).toMatchObject({ title: 'Lost', body: 'Text.' });
    expect(await backend.findCreatedComment(issue.number, 'op-2')).toMatchObject({ body: 'Said.' });
  });

  test('a create behind a 502 before the work was done is sent once, and leaves nothing', async () => {
    spoil('POST', ISSUES, badGateway('before'));

    const lost = backend.createIssue({ title: 'Lost' }, { operationId: 'op-1' });
    await expect(lost).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });

    expect(sent('POST')).toBe(1);
    expect(await backend.findCreatedIssue('op-1')).toBeNull();
  });

  test('one that was created long ago is found by its marker, though many came after it', async () => {
    const created = await backend.createIssue(
      { title: 'Old' },
      { operationId: '01J0A0B0C0D0E0F0G0H0J0K0M9' },
    );
    for (let index = 0; index < 600; index += 1) await backend.createIssue({ title: `newer ${index}` });

    expect(await backend.findCreatedIssue('01J0A0B0C0D0E0F0G0H0J0K0M9')).toEqual(created);
  });

  test('reads are tried again', async () => {
    const { number } = await backend.createIssue({ title: 'There' });
    spoil('GET', /\/issues\/1$/, badGateway('before'), 2);

    expect(await backend.getIssue(number)).toMatchObject({ title: 'There' });
  });

  test('429 with Retry-After is obeyed: one request, and an error that says how long', async () => {
    spoil('POST', ISSUES, TOO_MANY, 100);

    const limited = backend.createIssue({ title: 'Too fast' });

    await expect(limited).rejects.toMatchObject({ code: 'FORGE_RATE_LIMITED', retryAfterMs: 60_000 });
    expect(sent('POST')).toBe(1);
  });

  test('a minute used up is one request, and an error that says how long', async () => {
    scene.simulator.limit.remaining = 0;

    const error = await backend.getIssue(1).catch((it: unknown) => it);

    expect(error).toMatchObject({ code: 'FORGE_RATE_LIMITED', retryAfterMs: expect.any(Number) });
    expect(sent('GET')).toBe(1);
  });

  test('what is taken for spam is refused with the reason, and not sent again', async () => {
    spoil('POST', ISSUES, SPAM);

    const refused = backend.createIssue({ title: 'Buy now' });

    await expect(refused).rejects.toMatchObject({
      code: 'FORGE_REFUSED',
      message: expect.stringContaining('spam'),
    });
    expect(sent('POST')).toBe(1);
  });

  test('a token that nobody has is refused, and not told to anybody', async () => {
    const token = ['gl', 'pat-', 'x'.repeat(20)].join('');
    const stranger = scene.open({ token });

    const error = await stranger.getIssue(1).catch((it: unknown) => it);

    expect(error).toMatchObject({ code: 'FORGE_UNAUTHORIZED' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error)).not.toContain(token);
    expect(await stranger.isReadable()).toBe(false);
  });

  test('what somebody without rights asks for is an error, never dropped without a word', async () => {
    const guest = scene.open({ as: 'guest' });
    await backend.createMilestone({ title: 'v1' });
    await backend.createIssue({ title: 'Labelled', labels: ['bug'] });

    expect(await guest.createIssue({ title: 'Plain' })).toMatchObject({ author: 'guest' });
    for (const fields of [
      { labels: ['bug'] },
      { milestone: 'v1' },
      { assignees: ['guest'] },
      { type: 'task' },
    ]) {
      await expect(guest.createIssue({ title: 'More', ...fields })).rejects.toMatchObject({
        code: 'FORGE_REFUSED',
      });
    }
    const relabel = guest.updateIssue(2, { removeLabels: ['bug'], title: 'Mine' });
    expect(await relabel).toMatchObject({ title: 'Mine' });
    await expect(guest.updateIssue(1, { title: 'Yours' })).rejects.toMatchObject({ code: 'FORGE_FORBIDDEN' });
    await expect(guest.saveLabel({ name: 'x', color: '#000000', description: '' })).rejects.toMatchObject({
      code: 'FORGE_FORBIDDEN',
    });
    expect(await guest.check()).toMatchObject({ login: 'guest', canWrite: false });
  });

  test('issues that are switched off are no deleted ones', async () => {
    await backend.createIssue({ title: 'There' });
    scene.project.issuesEnabled = false;

    await expect(backend.getIssue(1)).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' });
    expect(await backend.isReadable()).toBe(false);
    expect(await backend.check()).toMatchObject({ canWrite: false });
  });

  test('a project that was moved is no empty one', async () => {
    await backend.createIssue({ title: 'There' });
    scene.project.formerPaths.push(scene.project.path);
    scene.project.path = 'acme/store';

    await expect(backend.getIssue(1)).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' });
    await expect(backend.createIssue({ title: 'x' })).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' });
    expect(await backend.isReadable()).toBe(false);
  });

  test('only who owns the project deletes issues', async () => {
    await backend.createIssue({ title: 'There' });

    await expect(scene.open({ as: 'grace' }).deleteIssue(1)).rejects.toMatchObject({
      code: 'FORGE_FORBIDDEN',
    });
    expect(await backend.getIssue(1)).toMatchObject({ title: 'There' });
  });

  test('a slow answer is cut off by the signal, with its reason', async () => {
    spoil('POST', ISSUES, { kind: 'slow', delayMs: 500 });
    const signal = AbortSignal.timeout(20);

    await expect(backend.createIssue({ title: 'Slow' }, { signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  test('the marker of an operation, copied by somebody else, does not pass for what we created', async () => {
    const hostile = '<!-- issue-core:op-1 -->';
    await scene.open({ as: 'grace' }).createIssue({ title: 'Not yours', body: `Hello\n\n${hostile}` });
    await backend.createIssue({ title: 'A quote', body: `They wrote\n${hostile}\nin #1.` });

    expect(await backend.findCreatedIssue('op-1')).toBeNull();
  });

  test.each(['', 'null', '{}', 'W10', Buffer.from('{"stage":99,"place":null}').toString('base64url')])(
    'a cursor that is none is refused before anything is asked: %j',
    async (cursor) => {
      const request = {
        ...({
          query: { kind: 'everything' },
          sort: { field: 'number', descending: true },
          pageSize: 5,
          cursor,
        } as const),
      };

      await expect(backend.listIssues(request)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await expect(backend.listUsers(cursor)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      expect(scene.simulator.requests).toEqual([]);
    },
  );
});
