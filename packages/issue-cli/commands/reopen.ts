import { Command } from 'commander';
import { parseIssueNumber } from '../arguments.ts';
import { type CommandContext, withSession, writeOf } from '../command-context.ts';
import { renderDone } from '../output/render-done.ts';

/** `issue reopen` */
export function reopenCommand(context: CommandContext): Command {
  return new Command('reopen')
    .argument('<number>', 'the issue', parseIssueNumber)
    .description('open an issue again')
    .option('-c, --comment <text>', 'say something about it')
    .action(async (number: number, options: { readonly comment?: string }) => {
      const printer = context.printer();
      await withSession(context, { access: 'write' }, async ({ tracker }) => {
        const issue = await tracker.reopen(number, options, writeOf(context));
        await printer.one(issue, renderDone('reopened'));
      });
    });
}
