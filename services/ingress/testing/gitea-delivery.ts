import { createHmac } from 'node:crypto';
import type { InjectOptions } from 'fastify';

export const SECRET = 'a webhook secret of the tests';
export const BOT = 'fixpoint';

const user = (login: string, id = 7) => ({ id, login, username: login });
const repository = { id: 12, name: 'shop', full_name: 'ann/shop', owner: user('ann') };
const issue = { id: 900, number: 3, title: 'Wrong total', body: 'It is wrong.', user: user('ann') };
const at = '2026-01-02T03:04:05Z';

export interface CommentOptions {
  readonly body?: string;
  readonly author?: string;
  readonly commentId?: number;
  readonly isPull?: boolean;
}

/** The body of a `issue_comment` delivery, as far as it is read. */
export function commentBody(options: CommentOptions = {}): string {
  const { body = '/ai', author = 'ann', commentId = 55, isPull = false } = options;
  const comment = { id: commentId, body, user: user(author), created_at: at };
  const sent = { ...issue, created_at: at, state: 'open' };
  return JSON.stringify({
    action: 'created',
    is_pull: isPull,
    comment,
    issue: sent,
    repository,
    sender: user(author),
  });
}

/** The body of an `issues` delivery that tells of changed labels. */
export function labelledBody(labels: readonly string[] = ['fixpoint']): string {
  const labelled = {
    ...issue,
    created_at: at,
    updated_at: at,
    state: 'open',
    labels: labels.map((name) => ({ name })),
  };
  return JSON.stringify({ action: 'label_updated', issue: labelled, repository, sender: user('ann') });
}

export function closedIssueBody(): string {
  const closed = { ...issue, created_at: at, closed_at: at, state: 'closed' };
  return JSON.stringify({ action: 'closed', issue: closed, repository, sender: user('ann') });
}

export function closedPullBody(options: { readonly merged: boolean }): string {
  const pull = {
    id: 901,
    number: 4,
    ...options,
    closed_at: at,
    merged_by: options.merged ? user('ann') : null,
  };
  return JSON.stringify({ action: 'closed', pull_request: pull, repository, sender: user('ann') });
}

/** A delivery as Gitea makes it: its own headers, and those of GitHub beside them. */
export function delivery(event: string, body: string | Buffer, secret = SECRET) {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return {
    method: 'POST',
    url: '/webhooks/gitea',
    headers: {
      'content-type': 'application/json',
      'x-gitea-event': event,
      'x-gitea-event-type': event,
      'x-gitea-delivery': 'f6266f16-1bf3-46a5-9ea4-602e06ead473',
      'x-gitea-signature': signature,
      'x-github-event': event,
      'x-github-delivery': 'f6266f16-1bf3-46a5-9ea4-602e06ead473',
      'x-hub-signature-256': `sha256=${signature}`,
    } as Record<string, string>,
    payload: body,
  } satisfies InjectOptions;
}
