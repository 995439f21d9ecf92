import { Command } from 'commander';
import { parseIssueNumber } from '../arguments.ts';
import { type CommandContext, withSession, writeOf } from '../command-context.ts';
import { renderDone } from '../output/render-done.ts';
import { loginsOf } from '../people.ts';

/** `issue assign`: adds people to an issue, or takes them off; others stay. */
export function assignCommand(context: CommandContext): Command {
  return new Command('assign')
    .argument('<number>', 'the issue', parseIssueNumber)
    .argument('<logins...>', 'to whom; @me is who you are at the tracker')
    .description('assign an issue to people, beside those it is assigned to already')
    .option('--remove', 'take it from them instead')
    .action(async (number: number, names: readonly string[], { remove }: { readonly remove?: boolean }) => {
      const printer = context.printer();
      await withSession(context, { access: 'write' }, async ({ tracker }) => {
        const logins = await loginsOf(tracker, names);
        const write = writeOf(context);
        const issue = remove
          ? await tracker.unassign(number, logins, write)
          : await tracker.assign(number, logins, write);
        await printer.one(issue, renderDone(remove ? 'unassigned' : 'assigned'));
      });
    });
}
