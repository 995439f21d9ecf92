import type { BulkResult } from '@fixpoint/issue-core/tracker/api.ts';
import { Command } from 'commander';
import { collectNumbers } from '../arguments.ts';
import { confirm, printResults, resultOf } from '../bulk.ts';
import { type CommandContext, withSession, writeOf } from '../command-context.ts';
import { renderDeleted } from '../output/render-done.ts';

/** `issue delete`: for good, so it asks first. */
export function deleteCommand(context: CommandContext): Command {
  return new Command('delete')
    .argument('<numbers...>', 'the issues', collectNumbers)
    .description('delete issues for good; closing them is usually better')
    .option('-y, --yes', 'do not ask')
    .action(async (numbers: readonly number[], { yes = false }: { readonly yes?: boolean }) => {
      const printer = context.printer();
      if (!yes) await confirm(context, `Delete ${numbers.map((it) => `#${it}`).join(', ')} for good?`);
      await withSession(context, { access: 'write' }, async ({ tracker }) => {
        const remove = async (number: number) => {
          const issue = await tracker.get(number);
          await tracker.delete(number, writeOf(context));
          return issue;
        };
        const [first] = numbers;
        if (numbers.length === 1 && first !== undefined)
          return printer.one(await remove(first), renderDeleted);
        const results: BulkResult[] = [];
        for (const number of numbers) results.push(await resultOf(number, () => remove(number)));
        await printResults(context, results);
      });
    });
}
