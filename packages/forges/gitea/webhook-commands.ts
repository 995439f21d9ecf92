import { type ParsedCommand, parseCommand } from '@fixpoint/contracts/command-grammar.ts';
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

/** What the label asks for. */
const SOLVE: ParsedCommand = { verb: 'solve', text: '' };

export function readComment(payload: CommentPayload, identity: WebhookIdentity): ParsedWebhook {
  const { comment, issue, repository } = payload;
  if (payload.is_pull) return { kind: 'ignored', reason: 'a comment on a pull request' };
  const written = {
    key: `${identity.instance}/comment/${comment.id}/created`,
    at: comment.created_at,
    markdown: comment.body,
    author: toForgeUser(comment.user),
    issue: { repository: toRepositoryRef(repository, identity.instance), number: issue.number },
    commentId: String(comment.id),
  };
  return toInput(identity, written, parseCommand(comment.body));
}

export function readOpenedIssue(payload: IssuePayload, identity: WebhookIdentity): ParsedWebhook {
  const { issue } = payload;
  const written = writtenIssue(payload, identity, {
    at: issue.created_at,
    author: toForgeUser(issue.user),
  });
  const asked = parseCommand(written.markdown) ?? (isAsking(payload, identity) ? SOLVE : null);
  return toInput(identity, written, asked);
}

/**
 * A delivery tells which labels an issue has, and not which one is new: whatever is labelled later, the label has asked once.
 */
export function readLabelledIssue(payload: IssuePayload, identity: WebhookIdentity): ParsedWebhook {
  const { issue, sender } = payload;
  if (!isAsking(payload, identity)) return { kind: 'ignored', reason: 'no label that asks' };
  const written = writtenIssue(payload, identity, {
    at: issue.updated_at ?? issue.created_at,
    author: toForgeUser(sender),
  });
  return toInput(identity, written, SOLVE);
}

function writtenIssue(
  { issue, repository }: IssuePayload,
  { instance }: WebhookIdentity,
  by: Pick<Written, 'at' | 'author'>,
): Written {
  return {
    ...by,
    // An issue asks once, by its text or by its label.
    key: `${instance}/issue/${issue.id}/opened`,
    markdown: issue.body ?? '',
    issue: { repository: toRepositoryRef(repository, instance), number: issue.number },
    commentId: null,
  };
}

function isAsking({ issue }: IssuePayload, { triggerLabel }: WebhookIdentity): boolean {
  return (issue.labels ?? []).some(({ name }) => name.toLowerCase() === triggerLabel.toLowerCase());
}

function toInput(
  { botLogin }: WebhookIdentity,
  { key, at, author, issue, commentId, markdown }: Written,
  parsed: ParsedCommand | null,
): ParsedWebhook {
  const isByUs = author.login.toLowerCase() === botLogin.toLowerCase() || isOurs(markdown);
  if (isByUs) return { kind: 'ignored', reason: 'our own words' };
  if (parsed === null) return { kind: 'ignored', reason: 'no command' };
  const command: Command = { ...parsed, issue, author, commentId };
  return { kind: 'input', issue, input: { key, at, content: { kind: 'command', command } } };
}
