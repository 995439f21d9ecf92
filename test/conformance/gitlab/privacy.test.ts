import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allIssues, drain } from '../suite/reading.ts';
import { type GitLabScene, openGitLabScene, PROJECT, TOKENS } from './open-gitlab.ts';

let scene: GitLabScene;
let backend: IssueBackend;
beforeEach(async () => {
  scene = await openGitLabScene();
  backend = scene.open();
});
afterEach(async () => {
  await scene.simulator.close();
  expect(scene.simulator.violations).toEqual([]);
});

/** As somebody does at the web pages. */
async function send(
  method: 'POST' | 'PUT',
  path: string,
  body: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const answer = await fetch(`${scene.simulator.url}/api/v4/projects/${encodeURIComponent(PROJECT)}${path}`, {
    ...{ method, headers: { 'private-token': TOKENS.ada, 'content-type': 'application/json' } },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
  return answer.json();
}

describe('confidential issues', () => {
  test('are left out, and are no deleted ones', async () => {
    await backend.createIssue({ title: 'Public' });
    await send('POST', '/issues', { title: 'Secret', description: 'Do not tell.', confidential: true });

    expect((await allIssues(backend)).map(({ title }) => title)).toEqual(['Public']);
    const { items } = await drain((cursor) => backend.changedIssues(cursor, 20), null);
    expect(items.map(({ title }) => title)).toEqual(['Public']);
    for (const work of [
      backend.getIssue(2),
      backend.listComments(2, null),
      backend.listLinks(2),
      backend.listAttachments(2),
      backend.updateIssue(2, { title: 'x' }),
      backend.addLink(1, { kind: 'relates', number: 2 }),
    ]) {
      await expect(work).rejects.toMatchObject({ code: 'FORGE_FORBIDDEN' });
    }
    expect(await backend.isReadable()).toBe(true);
  });

  test('are read by whoever asks for them', async () => {
    await send('POST', '/issues', { title: 'Secret', confidential: true });
    const open = scene.open({ includesConfidential: true });

    expect((await allIssues(open)).map(({ title }) => title)).toEqual(['Secret']);
    expect(await open.getIssue(1)).toMatchObject({ title: 'Secret' });
  });
});

describe('internal notes', () => {
  test('are never read as comments, nor changed as such', async () => {
    await backend.createIssue({ title: 'Talk' });
    await backend.createComment(1, 'Public.');
    await send('POST', '/issues/1/notes', { body: 'Not for everybody.', internal: true });
    const note = scene.project.notes.find(({ internal }) => internal);

    expect((await backend.listComments(1, null)).items.map(({ body }) => body)).toEqual(['Public.']);
    await expect(backend.updateComment(1, String(note?.id), 'x')).rejects.toMatchObject({
      code: 'FORGE_NOT_FOUND',
    });
    await expect(backend.deleteComment(1, String(note?.id))).rejects.toMatchObject({
      code: 'FORGE_NOT_FOUND',
    });
    expect(note?.body).toBe('Not for everybody.');
  });

  test('give away no files', async () => {
    await backend.createIssue({ title: 'Talk' });
    const link = `[plan.txt](/uploads/${'0'.repeat(32)}/plan.txt)`;
    await send('POST', '/issues/1/notes', { body: link, internal: true });

    expect(await backend.listAttachments(1)).toEqual([]);
  });
});

test('what GitLab notes of itself is no comment', async () => {
  await backend.createIssue({ title: 'Talk', assignees: ['ada'] });
  const system = scene.project.notes.find((note) => note.system);

  expect(system?.body).toBe('assigned to @ada');
  expect((await backend.listComments(1, null)).items).toEqual([]);
  expect((await backend.getIssue(1)).commentCount).toBe(0);
  await expect(backend.updateComment(1, String(system?.id), 'x')).rejects.toMatchObject({
    code: 'FORGE_NOT_FOUND',
  });
});

describe('commands in texts', () => {
  const HOSTILE = 'Hello\n/close\n/label ~"urgent"\n/title Mine now\n\n/confidential';

  test('are obeyed by GitLab, when somebody writes them there', async () => {
    await send('POST', '/issues', { title: 'Plain', description: HOSTILE });

    expect(scene.project.issues[0]).toMatchObject({ title: 'Mine now', state: 'closed', confidential: true });
  });

  test.each([
    ['as they are', HOSTILE],
    ['with Windows line ends', HOSTILE.replaceAll('\n', '\r\n')],
    ['behind what GitLab strips', 'Hello\n\r/close\n/cl\rose\r/close\n/CLOSE'],
    ['around a code block that is none', '```\n/close\n``` x\n/reopen\n/close'],
  ])('that are only passed on are obeyed by nobody: %s', async (_, text) => {
    const created = await backend.createIssue({ title: 'Plain', body: text });
    const edited = await backend.updateIssue(1, { body: `Again:\n${text}` });
    const comment = await backend.createComment(1, text);
    const changed = await backend.updateComment(1, comment.id, `Again:\n${text}`);

    const lines = text.replaceAll(/\r\n?/g, '\n');
    expect(created).toMatchObject({ title: 'Plain', state: 'open', labels: [], body: lines });
    expect(edited).toMatchObject({ title: 'Plain', state: 'open', labels: [], body: `Again:\n${lines}` });
    expect([comment.body, changed.body]).toEqual([lines, `Again:\n${lines}`]);
    expect(scene.project.issues[0]).toMatchObject({
      title: 'Plain',
      state: 'opened',
      confidential: false,
      labels: [],
    });
  });
});

test('a text that GitLab has no room for is refused before it is sent', async () => {
  const body = 'x'.repeat(1_000_001);

  await expect(backend.createIssue({ title: 'Big', body })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(scene.project.issues).toEqual([]);
});
