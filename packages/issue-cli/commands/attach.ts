import { basename } from 'node:path';
import type { Attachment } from '@fixpoint/issue-core/model/comment.ts';
import { Command } from 'commander';
import { parseIssueNumber } from '../arguments.ts';
import { type CommandContext, withSession, writeOf } from '../command-context.ts';
import { renderLine } from '../output/render-done.ts';
import { safeLine } from '../output/safe-text.ts';
import type { Style } from '../output/style.ts';
import { renderTable } from '../output/table.ts';
import { readBytes } from '../terminal/read-input.ts';
import { writeBytes } from '../terminal/write-output.ts';
import { UsageError } from '../usage-error.ts';
import { writeTo } from '../world.ts';

interface AttachFlags {
  readonly read?: string;
  readonly output?: string;
}

/** `issue attach`: puts files on an issue, lists those that are there, or gives one back. */
export function attachCommand(context: CommandContext): Command {
  return new Command('attach')
    .argument('<number>', 'the issue', parseIssueNumber)
    .argument('[files...]', 'files to attach; without any, those of the issue are listed')
    .description('attach files to an issue, list those it has, or read one of them')
    .option('--read <id>', 'write the file of this id to the output')
    .option('-o, --output <file>', 'with --read: write it there instead')
    .action(async (number: number, paths: readonly string[], { read, output }: AttachFlags) => {
      checkFlags(paths, read, output);
      if (read !== undefined) return readOne(context, { number, id: read, output });
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

function checkFlags(paths: readonly string[], read: string | undefined, output: string | undefined): void {
  if (read !== undefined && paths.length > 0)
    throw new UsageError('--read: give no files to attach with it.');
  if (read === undefined && output !== undefined)
    throw new UsageError('--output: say which file, by --read ID.');
}

async function readOne(
  context: CommandContext,
  {
    number,
    id,
    output,
  }: { readonly number: number; readonly id: string; readonly output: string | undefined },
): Promise<void> {
  const { world } = context;
  // Whatever is in it, a terminal would obey it.
  if (output === undefined && world.isTerminal.stdout)
    throw new UsageError('--read: give --output FILE, or send it to a file or a program.');
  await withSession(context, { access: 'read' }, async ({ tracker }) => {
    const bytes = await tracker.readAttachment(number, id);
    if (output === undefined) return writeTo(world.stdout, bytes);
    await writeBytes(world, output, bytes);
    await context
      .printer()
      .one({ id, file: output, sizeBytes: bytes.byteLength }, renderLine(`wrote ${output}`));
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
