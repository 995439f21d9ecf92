import type { DuplicateCandidate } from '@fixpoint/issue-core/tracker/similarity.ts';
import { Command } from 'commander';
import { parseCount, parseIssueNumber, parseShare } from '../arguments.ts';
import { type CommandContext, withSession } from '../command-context.ts';
import { safeLine } from '../output/safe-text.ts';
import { renderTable } from '../output/table.ts';
import { UsageError } from '../usage-error.ts';

interface DuplicatesFlags {
  readonly title?: string;
  readonly description?: string;
  readonly threshold?: number;
  readonly limit: number;
}

const DEFAULT_LIMIT = 5;

/** `issue duplicates`: open issues that say much the same as one, or as a text that is no issue yet. */
export function duplicatesCommand(context: CommandContext): Command {
  return new Command('duplicates')
    .argument('[number]', 'the issue to compare with; or give --title', parseIssueNumber)
    .description('find open issues that say much the same')
    .option('-t, --title <title>', 'compare with this title instead')
    .option('-d, --description <text>', 'and with this description')
    .option('--threshold <share>', 'how much alike, up to 1 (default: 0.5)', parseShare)
    .option('--limit <count>', 'how many at most', parseCount, DEFAULT_LIMIT)
    .action(async (number: number | undefined, flags: DuplicatesFlags) => {
      const { title, description, threshold, limit } = flags;
      if ((number === undefined) === (title === undefined))
        throw new UsageError('Give either the number of an issue, or --title.');
      const printer = context.printer();
      await withSession(context, { access: 'read' }, async ({ tracker }) => {
        const text = number === undefined ? null : await tracker.get(number);
        const items = await tracker.findDuplicates(
          text ?? { title: title ?? '', ...(description === undefined ? {} : { body: description }) },
          // One more, as the issue itself is the most alike.
          {
            limit: Math.min(limit + 1, 100),
            ...(threshold === undefined ? {} : { threshold }),
            signal: context.world.signal,
          },
        );
        const others = items.filter((item) => item.number !== number).slice(0, limit);
        await printer.list({ items: others, total: null }, (candidates, style) =>
          renderTable<DuplicateCandidate>(
            candidates,
            [
              { title: '#', cell: (item) => `#${item.number}` },
              { title: 'ALIKE', cell: ({ similarity }) => `${Math.round(similarity * 100)} %` },
              { title: 'TITLE', cell: (item) => safeLine(item.title), shrinks: true },
            ],
            style,
          ),
        );
        if (others.length === 0) await printer.note('No open issue says much the same.');
      });
    });
}
