import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import type { Label } from '@fixpoint/issue-core/model/label.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import type { Forge } from '../ports.ts';
import type { OnTracker } from './repository-trackers.ts';

/** Issues, comments and labels of a forge are those of its tracker, whatever kind of forge it is. */
export function issueOperations(
  onTracker: OnTracker,
): Pick<
  Forge,
  'getIssue' | 'listComments' | 'createComment' | 'editComment' | 'deleteComment' | 'labelIssue'
> {
  return {
    getIssue: ({ repository, number }) => onTracker(repository, (tracker) => tracker.getIssue(number)),
    listComments: ({ repository, number }) =>
      onTracker(repository, (tracker) => allComments(tracker, number)),
    createComment: ({ repository, number }, body) =>
      onTracker(repository, (tracker) => tracker.createComment(number, body)),
    editComment: ({ repository, number }, commentId, body) =>
      onTracker(repository, (tracker) => tracker.updateComment(number, commentId, body)),
    async deleteComment({ repository, number }, commentId) {
      try {
        await onTracker(repository, (tracker) => tracker.deleteComment(number, commentId));
      } catch (error) {
        if (!(error instanceof FixpointError) || error.code !== 'FORGE_NOT_FOUND') throw error;
      }
    },
    labelIssue: ({ repository, number }, { add, remove }) =>
      onTracker(repository, async (tracker) => {
        await createMissing(tracker, add);
        const addLabels = add.map(({ name }) => name);
        await tracker.updateIssue(number, { addLabels, removeLabels: remove });
      }),
  };
}

async function allComments(tracker: IssueBackend, number: number): Promise<readonly Comment[]> {
  const comments: Comment[] = [];
  let cursor: string | null = null;
  do {
    const { items, next } = await tracker.listComments(number, cursor);
    comments.push(...items);
    cursor = next;
  } while (cursor !== null);
  return comments;
}

/** In our colours; those that are there keep the ones that people gave them. */
async function createMissing(tracker: IssueBackend, labels: readonly Label[]): Promise<void> {
  if (labels.length === 0) return;
  const standing = new Set<string>();
  let cursor: string | null = null;
  do {
    const { items, next } = await tracker.listLabels(cursor);
    for (const { name } of items) standing.add(fold(name));
    cursor = next;
  } while (cursor !== null);
  for (const label of labels) if (!standing.has(fold(label.name))) await tracker.saveLabel(label);
}
