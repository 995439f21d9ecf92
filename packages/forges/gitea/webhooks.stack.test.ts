import { readStackConfig } from '@fixpoint/config/stack.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WebhookIdentity } from '../ports.ts';
import { createGiteaProject, type GiteaProject } from '../testing/gitea-project.ts';
import { type Delivery, startWebhookReceiver, type WebhookReceiver } from '../testing/webhook-receiver.ts';
import { parseWebhook, verifySignature } from './webhooks.ts';

const SECRET = 'the-secret-of-this-hook';
const stack = readStackConfig();
let project: GiteaProject;
let receiver: WebhookReceiver;
let identity: WebhookIdentity;

beforeAll(async () => {
  project = await createGiteaProject({ url: stack.giteaUrl, adminToken: stack.giteaAdmin.token });
  receiver = await startWebhookReceiver();
  identity = { instance: 'gitea.test', botLogin: project.bot.login, triggerLabel: 'fixpoint' };
  await project.call(project.owner, 'POST', `/repos/${project.owner.login}/project/hooks`, {
    type: 'gitea',
    active: true,
    events: ['issues', 'issue_label', 'issue_comment', 'pull_request'],
    config: { url: receiver.url, content_type: 'json', secret: SECRET },
  });
});
afterAll(async () => {
  await receiver?.close();
  await project?.remove();
});

function isFor(event: string, action: string): (delivery: Delivery) => boolean {
  return ({ headers, rawBody }) =>
    headers['x-gitea-event'] === event && JSON.parse(Buffer.from(rawBody).toString()).action === action;
}

test('what a real server sends is verified and read', async () => {
  const issue = await project.openIssue(project.reader, 'Totals are off', 'by a cent\n\n/ai');
  const opened = await receiver.next(isFor('issues', 'opened'));
  const posted = await project.comment(project.reader, issue, '/ai stop');
  const commented = await receiver.next(isFor('issue_comment', 'created'));
  const path = `/repos/${project.owner.login}/project`;
  await project.call(project.owner, 'PATCH', `${path}/issues/${issue.number}`, { state: 'closed' });
  const closed = await receiver.next(isFor('issues', 'closed'));
  await project.createBranch('fix/1-totals');
  const { number } = await project.call<{ number: number }>(project.owner, 'POST', `${path}/pulls`, {
    head: 'fix/1-totals',
    base: 'main',
    title: 'Round',
  });
  await project.call(project.owner, 'PATCH', `${path}/pulls/${number}`, { state: 'closed' });
  const pullClosed = await receiver.next(isFor('pull_request', 'closed'));

  const deliveries = [opened, commented, closed, pullClosed];
  expect(deliveries.map(({ headers, rawBody }) => verifySignature(headers, rawBody, SECRET))).not.toContain(
    false,
  );
  expect(
    deliveries.map(({ headers, rawBody }) => verifySignature(headers, rawBody, 'another')),
  ).not.toContain(true);
  const read = deliveries.map(({ headers, rawBody }) => parseWebhook(headers, rawBody, identity));
  const author = { login: project.reader.login };
  expect(read).toMatchObject([
    {
      issue,
      input: { content: { kind: 'command', command: { verb: 'solve', author, commentId: null, issue } } },
    },
    {
      input: {
        key: `gitea.test/comment/${posted.id}/created`,
        content: { command: { verb: 'stop', author, commentId: String(posted.id) } },
      },
    },
    { issue, input: { content: { fact: { kind: 'issue-closed', by: project.owner.login } } } },
    { issue: { number }, input: { content: { fact: { kind: 'proposal-closed', proposalNumber: number } } } },
  ]);
});

test('a label that a real server tells of asks once, whatever else is labelled', async () => {
  const path = `/repos/${project.owner.login}/project`;
  const labelId = async (name: string) =>
    (await project.call<{ id: number }>(project.owner, 'POST', `${path}/labels`, { name, color: '#0e8a16' }))
      .id;
  const trigger = await labelId('fixpoint');
  const other = await labelId('bug');
  const issue = await project.openIssue(project.reader, 'Totals are off', 'by a cent');
  const labels = `${path}/issues/${issue.number}/labels`;
  const has =
    (...names: readonly string[]) =>
    (delivery: Delivery) => {
      const { action, issue: of } = JSON.parse(Buffer.from(delivery.rawBody).toString());
      const standing = (of?.labels ?? []).map(({ name }: { name: string }) => name);
      return action === 'label_updated' && of.number === issue.number && `${standing}` === `${names}`;
    };
  await project.call(project.writer, 'POST', labels, { labels: [trigger] });
  const labelled = await receiver.next(has('fixpoint'));
  await project.call(project.writer, 'POST', labels, { labels: [other] });
  const labelledAgain = await receiver.next(has('bug', 'fixpoint'));
  await project.call(project.writer, 'DELETE', `${labels}/${trigger}`);
  const unlabelled = await receiver.next(has('bug'));

  const read = [labelled, labelledAgain, unlabelled].map(({ headers, rawBody }) =>
    parseWebhook(headers, rawBody, identity),
  );

  const author = { login: project.writer.login };
  expect(read[0]).toMatchObject({ issue, input: { content: { command: { verb: 'solve', author } } } });
  const keys = read.map((one) => (one.kind === 'input' ? one.input.key : one.kind));
  expect(keys).toEqual([keys[0], keys[0], 'ignored']);
});
