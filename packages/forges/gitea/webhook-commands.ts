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
  const written = {
    key: keyOfIssue(payload, identity),
    at: issue.created_at,
    markdown: issue.body ?? '',
    author: toForgeUser(issue.user),
    issue: { repository: toRepositoryRef(repository, identity.instance), number: issue.number },
    commentId: null,
  };
  const read = readCommand(identity, written);
  return read.kind === 'ignored' && isAsking(payload, identity) ? solve(identity, written) : read;
}

/**
 * A delivery tells which labels an issue has, and not which one is new: whatever is labelled later, the label has asked once.
 */
export function readLabelledIssue(payload: IssuePayload, identity: WebhookIdentity): ParsedWebhook {
  const { issue, repository, sender } = payload;
  if (!isAsking(payload, identity)) return { kind: 'ignored', reason: 'no label that asks' };
  return solve(identity, {
    key: keyOfIssue(payload, identity),
    at: issue.updated_at ?? issue.created_at,
    markdown: issue.body ?? '',
    author: toForgeUser(sender),
    issue: { repository: toRepositoryRef(repository, identity.instance), number: issue.number },
    commentId: null,
  });
}

/** An issue asks once, by its text or by its label. */
function keyOfIssue({ issue }: IssuePayload, { instance }: WebhookIdentity): string {
  return `${instance}/issue/${issue.id}/opened`;
}

function isAsking({ issue }: IssuePayload, { triggerLabel }: WebhookIdentity): boolean {
  return (issue.labels ?? []).some(({ name }) => name.toLowerCase() === triggerLabel.toLowerCase());
}

function solve(identity: WebhookIdentity, { key, at, author, issue, markdown }: Written): ParsedWebhook {
  if (isByUs(identity, author, markdown)) return { kind: 'ignored', reason: 'our own words' };
  const command: Command = { verb: 'solve', text: '', issue, author, commentId: null };
  return { kind: 'input', issue, input: { key, at, content: { kind: 'command', command } } };
}

function isByUs({ botLogin }: WebhookIdentity, author: ForgeUser, markdown: string): boolean {
  return author.login.toLowerCase() === botLogin.toLowerCase() || isOurs(markdown);
}

function readCommand(identity: WebhookIdentity, written: Written): ParsedWebhook {
  const { key, at, author, issue, commentId } = written;
  if (isByUs(identity, author, written.markdown)) return { kind: 'ignored', reason: 'our own words' };

  const parsed = parseCommand(written.markdown);
  if (parsed === null) return { kind: 'ignored', reason: 'no command' };
  const command: Command = { ...parsed, issue, author, commentId };
  return { kind: 'input', issue, input: { key, at, content: { kind: 'command', command } } };
}
