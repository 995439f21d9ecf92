import type { IssueBackend } from '../backend/port.ts';
import type { Comment } from '../model/comment.ts';
import { everyPage } from './every-page.ts';

/** Pages shift while somebody deletes: so often they are read again to be sure. */
const MAX_READINGS = 4;

export type CommentsById = ReadonlyMap<string, Comment>;

export async function readComments(backend: IssueBackend, issueNumber: number): Promise<CommentsById> {
  const comments = await everyPage(`comments of #${issueNumber}`, (cursor) =>
    backend.listComments(issueNumber, cursor),
  );
  return new Map(comments.map((comment) => [comment.id, comment]));
}

export interface CommentsRead {
  readonly comments: CommentsById;
  /** Null while the issue is too busy to say. */
  readonly deleted: ReadonlySet<string> | null;
}

/**
 * The comments, and which of the `expected` are deleted: those that are in neither of two whole readings that agree with
 * each other.
 */
export async function readCommentsAndDeleted(
  backend: IssueBackend,
  issueNumber: number,
  expected: readonly string[],
): Promise<CommentsRead> {
  let comments = await readComments(backend, issueNumber);
  if (expected.every((id) => comments.has(id))) return { comments, deleted: new Set() };
  for (let reading = 1; reading < MAX_READINGS; reading += 1) {
    const again = await readComments(backend, issueNumber);
    const same = again.size === comments.size && [...again.keys()].every((id) => comments.has(id));
    comments = again;
    if (same) return { comments, deleted: new Set(expected.filter((id) => !comments.has(id))) };
  }
  return { comments, deleted: null };
}
