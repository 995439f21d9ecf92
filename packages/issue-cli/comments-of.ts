import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';

const PAGE = 1_000;

/** All comments on an issue, the oldest first. */
export async function commentsOf(tracker: Tracker, number: number): Promise<readonly Comment[]> {
  const comments: Comment[] = [];
  let cursor: string | null = null;
  do {
    const page = await tracker.listComments(number, { limit: PAGE, cursor });
    comments.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return comments;
}
