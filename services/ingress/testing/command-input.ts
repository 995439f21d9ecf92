import type { IssueInput } from '@fixpoint/contracts/commands.ts';
import type { IssueRef } from '@fixpoint/contracts/ids.ts';

/** `/ai` in comment `commentId` of an issue. */
export function commandInput(issue: IssueRef, commentId: number): IssueInput {
  const command = {
    verb: 'solve' as const,
    text: '',
    issue,
    author: { id: '7', login: 'ann' },
    commentId: String(commentId),
  };
  return {
    key: `${issue.repository.forgeInstance}/comment/${commentId}/created`,
    at: '2026-01-02T03:04:05Z',
    content: { kind: 'command', command },
  };
}
