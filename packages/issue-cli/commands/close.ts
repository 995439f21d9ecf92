import { CLOSE_REASONS, type CloseReason } from '@fixpoint/issue-core/model/issue.ts';
import { Command, Option } from 'commander';
import { collectNumbers } from '../arguments.ts';
import { addSelectionFlags, editSelected, type SelectionFlags } from '../bulk.ts';
import { type CommandContext, withSession, writeOf } from '../command-context.ts';
import { renderDone } from '../output/render-done.ts';

interface CloseFlags extends SelectionFlags {
  readonly comment?: string;
  readonly reason?: CloseReason;
}

/** `issue close`: one issue, several, or all that fit a query. */
export function closeCommand(context: CommandContext): Command {
  const command = new Command('close')
    .argument('[numbers...]', 'the issues', collectNumbers)
    .description('close issues')
    .option('-c, --comment <text>', 'say something about it')
    .addOption(new Option('--reason <reason>', 'why (default: completed)').choices(CLOSE_REASONS));
  return addSelectionFlags(command).action(async (numbers: readonly number[], flags: CloseFlags) => {
    const { comment, reason, query } = flags;
    const printer = context.printer();
    await withSession(context, { access: 'write', mentions: [query] }, async (session) => {
      const [number] = numbers;
      if (numbers.length === 1 && number !== undefined && query === undefined) {
        const options = { ...(reason ? { reason } : {}), ...(comment === undefined ? {} : { comment }) };
        const closed = await session.tracker.close(number, options, writeOf(context));
        return printer.one(closed, renderDone('closed'));
      }
      const edit = { state: 'closed', ...(reason ? { closeReason: reason } : {}) } as const;
      await editSelected(context, session, { numbers, flags, edit, what: 'close', comment });
    });
  });
}
