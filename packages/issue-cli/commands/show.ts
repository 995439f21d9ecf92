import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { Command } from 'commander';
import { parseIssueNumber } from '../arguments.ts';
import { type CommandContext, withSession } from '../command-context.ts';
import { renderShownIssue } from '../output/render-issue.ts';

const PAGE = 1_000;

/** `issue show`: one issue with its links, its claim, and on demand its comments. */
export function showCommand(context: CommandContext): Command {
  return new Command('show')
    .alias('view')
    .argument('<number>', 'the issue', parseIssueNumber)
    .description('show an issue')
    .option('-c, --comments', 'with its comments')
    .action(async (number: number, { comments = false }: { readonly comments?: boolean }) => {
      const printer = context.printer();
      await withSession(context, { access: 'read' }, async ({ tracker }) => {
        const detail = await tracker.show(number);
        const told = comments ? await commentsOf(tracker, number) : null;
        const { issue, ...rest } = detail;
        await printer.one({ ...issue, ...rest, ...(told === null ? {} : { comments: told }) }, (_, style) =>
          renderShownIssue({ ...detail, comments: told }, style),
        );
      });
    });
}

async function commentsOf(tracker: Tracker, number: number): Promise<readonly Comment[]> {
  const comments: Comment[] = [];
  let cursor: string | null = null;
  do {
    const page = await tracker.listComments(number, { limit: PAGE, cursor });
    comments.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return comments;
}
