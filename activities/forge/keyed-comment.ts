import type { IssueRef } from '@fixpoint/contracts/ids.ts';
import { hasMarker, marker } from '@fixpoint/forges/marker.ts';
import type { Forge } from '@fixpoint/forges/ports.ts';
import type { Comment } from '@fixpoint/issue-core/model/comment.ts';

export interface PostedComment {
  readonly commentId: string;
  readonly url: string;
}

/**
 * The one comment of ours under a key, which is written when there is none yet. It is looked for at the forge itself: a
 * crash after the POST has left no other trace.
 */
export async function ensureKeyedComment(
  forge: Forge,
  issue: IssueRef,
  key: string,
  text: string,
): Promise<Comment> {
  const [existing] = await keyedComments(forge, issue, key);
  if (existing) return existing;
  const created = await forge.createComment(issue, withMarker(key, text));
  // A worker that was thought dead may have posted meanwhile; both look again, and both keep the same one.
  const [kept = created, ...doubled] = await keyedComments(forge, issue, key);
  for (const { id } of doubled) await forge.deleteComment(issue, id);
  return kept;
}

/** Ours of this key, oldest first. */
async function keyedComments(forge: Forge, issue: IssueRef, key: string): Promise<Comment[]> {
  const bot = forge.botLogin.toLowerCase();
  const comments = await forge.listComments(issue);
  return comments.filter(({ author, body }) => author?.toLowerCase() === bot && hasMarker(body, key));
}

export function withMarker(key: string, text: string): string {
  return `${marker(key)}\n${text}`;
}

export function toPosted({ id, url }: Comment): PostedComment {
  return { commentId: id, url: url ?? '' };
}
