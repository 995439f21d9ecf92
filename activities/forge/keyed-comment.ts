import type { IssueRef } from '@fixpoint/contracts/ids.ts';
import { hasMarker, marker } from '@fixpoint/forges/marker.ts';
import type { Forge, ForgeComment } from '@fixpoint/forges/ports.ts';

export interface PostedComment {
  readonly commentId: string;
  readonly url: string;
}

/** Our own comment of this key, looked for at the forge itself: a crash after the POST has left no other trace. */
export async function findKeyedComment(
  forge: Forge,
  issue: IssueRef,
  key: string,
): Promise<ForgeComment | null> {
  const bot = forge.botLogin.toLowerCase();
  const comments = await forge.listComments(issue);
  return (
    comments.find(({ author, body }) => author.login.toLowerCase() === bot && hasMarker(body, key)) ?? null
  );
}

export function withMarker(key: string, text: string): string {
  return `${marker(key)}\n${text}`;
}

export function toPosted({ id, url }: ForgeComment): PostedComment {
  return { commentId: id, url };
}
