import { Command } from 'commander';
import { parseIssueNumber } from '../arguments.ts';
import { type CommandContext, withSession } from '../command-context.ts';
import { commentsOf } from '../comments-of.ts';
import { renderShownIssue } from '../output/render-issue.ts';

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
