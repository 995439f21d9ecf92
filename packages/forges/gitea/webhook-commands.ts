import { parseCommand } from '@fixpoint/contracts/command-grammar.ts';
import type { Command, ForgeUser } from '@fixpoint/contracts/commands.ts';
import type { IssueRef } from '@fixpoint/contracts/ids.ts';
import { isOurs } from '../marker.ts';
import type { ParsedWebhook, WebhookIdentity } from '../ports.ts';
import { toForgeUser } from './users.ts';
import { type CommentPayload, type IssuePayload, toRepositoryRef } from './webhook-schema.ts';

interface Written {
  readonly key: string;
  readonly at: string;
  readonly markdown: string;
  readonly author: ForgeUser;
  readonly issue: IssueRef;
  readonly commentId: string | null;
}

export function readComment(payload: CommentPayload, identity: WebhookIdentity): ParsedWebhook {
  const { comment, issue, repository } = payload;
  if (payload.is_pull) return { kind: 'ignored', reason: 'a comment on a pull request' };
  return readCommand(identity, {
    key: `${identity.instance}/comment/${comment.id}/created`,
    at: comment.created_at,
    markdown: comment.body,
    author: toForgeUser(comment.user),
    issue: { repository: toRepositoryRef(repository, identity.instance), number: issue.number },
    commentId: String(comment.id),
  });
}

export function readOpenedIssue(payload: IssuePayload, identity: WebhookIdentity): ParsedWebhook {
  const { issue, repository } = payload;
  return readCommand(identity, {
    key: `${identity.instance}/issue/${issue.id}/opened`,
    at: issue.created_at,
    markdown: issue.body ?? '',
    author: toForgeUser(issue.user),
    issue: { repository: toRepositoryRef(repository, identity.instance), number: issue.number },
    commentId: null,
  });
}

function readCommand(identity: WebhookIdentity, written: Written): ParsedWebhook {
  const { key, at, author, issue, commentId } = written;
  const byUs = author.login.toLowerCase() === identity.botLogin.toLowerCase();
  if (byUs || isOurs(written.markdown)) return { kind: 'ignored', reason: 'our own words' };

  const parsed = parseCommand(written.markdown);
  if (parsed === null) return { kind: 'ignored', reason: 'no command' };
  const command: Command = { ...parsed, issue, author, commentId };
  return { kind: 'input', issue, input: { key, at, content: { kind: 'command', command } } };
}
