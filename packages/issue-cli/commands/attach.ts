import { basename } from 'node:path';
import type { Attachment } from '@fixpoint/issue-core/model/comment.ts';
import { Command } from 'commander';
import { parseIssueNumber } from '../arguments.ts';
import { type CommandContext, withSession, writeOf } from '../command-context.ts';
import { safeLine } from '../output/safe-text.ts';
import type { Style } from '../output/style.ts';
import { renderTable } from '../output/table.ts';
import { readBytes } from '../terminal/read-input.ts';

/** `issue attach`: puts files on an issue, or lists those that are there. */
export function attachCommand(context: CommandContext): Command {
  return new Command('attach')
    .argument('<number>', 'the issue', parseIssueNumber)
    .argument('[files...]', 'files to attach; without any, those of the issue are listed')
    .description('attach files to an issue, or list those it has')
    .action(async (number: number, paths: readonly string[]) => {
      const printer = context.printer();
      const files: { readonly name: string; readonly bytes: Uint8Array }[] = [];
      // All are read before the first is sent, so that a wrong name leaves nothing half done.
      for (const path of paths)
        files.push({ name: basename(path), bytes: await readBytes(context.world, path) });
      const access = files.length === 0 ? 'read' : 'write';
      await withSession(context, { access }, async ({ tracker }) => {
        const attached: Attachment[] = [];
        for (const file of files) attached.push(await tracker.attach(number, file, writeOf(context)));
        const items = files.length === 0 ? await tracker.listAttachments(number) : attached;
        await printer.list({ items, total: items.length }, renderAttachments);
        if (items.length === 0) await printer.note(`#${number} has no files.`);
      });
    });
}

function renderAttachments(items: readonly Attachment[], style: Style): string {
  return renderTable(
    items,
    [
      { title: 'NAME', cell: ({ name, url }) => ({ text: safeLine(name), url }) },
      { title: 'BYTES', cell: ({ sizeBytes }) => (sizeBytes === null ? '' : String(sizeBytes)) },
      { title: 'ID', cell: ({ id }) => safeLine(id) },
    ],
    style,
  );
}
