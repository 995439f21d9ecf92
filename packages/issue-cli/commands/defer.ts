import { Command } from 'commander';
import { parseIssueNumber, parseTime } from '../arguments.ts';
import { type CommandContext, withSession, writeOf } from '../command-context.ts';
import { renderLine } from '../output/render-done.ts';
import { UsageError } from '../usage-error.ts';

/** `issue defer`: keeps an issue out of the ready queue for a time. */
export function deferCommand(context: CommandContext): Command {
  const { now } = context.world;
  return new Command('defer')
    .argument('<number>', 'the issue', parseIssueNumber)
    .argument('[until]', 'a date, a time, or how long: 2026-03-01, 3d', (text: string) =>
      parseTime(text, now()),
    )
    .description('keep an issue out of the ready queue for a time')
    .option('--clear', 'end that')
    .action(async (number: number, until: string | undefined, { clear }: { readonly clear?: boolean }) => {
      if ((until === undefined) !== (clear === true))
        throw new UsageError(`Say until when, or --clear: issue defer ${number} 3d.`);
      const printer = context.printer();
      await withSession(context, { access: 'write' }, async ({ tracker }) => {
        await tracker.defer(number, until ?? null, writeOf(context));
        const done = until === undefined ? 'is not deferred any more' : `is deferred until ${until}`;
        await printer.one({ issue: number, until: until ?? null }, renderLine(`#${number} ${done}`));
      });
    });
}
