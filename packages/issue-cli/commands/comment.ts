import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { Command, Option } from 'commander';
import { parseIssueNumber } from '../arguments.ts';
import { type CommandContext, withSession, writeOf } from '../command-context.ts';
import { commentsOf } from '../comments-of.ts';
import { renderLine } from '../output/render-done.ts';
import { writeInEditor } from '../terminal/editor.ts';
import { readInput, readTextFile } from '../terminal/read-input.ts';
import { UsageError } from '../usage-error.ts';
import { canAsk } from '../world.ts';

interface CommentFlags {
  readonly bodyFile?: string;
  readonly edit?: string;
  readonly delete?: string;
  readonly operationId?: string;
}

/** `issue comment`: says something, or changes and deletes what was said. */
export function commentCommand(context: CommandContext): Command {
  return new Command('comment')
    .argument('<number>', 'the issue', parseIssueNumber)
    .argument('[body]', 'what to say, or - for stdin; without it, the editor is opened on a terminal')
    .description('comment on an issue')
    .option('--body-file <file>', 'what to say, from a file, or - for stdin')
    .option('--edit <comment>', 'replace this comment instead, by its id')
    .addOption(
      new Option('--delete <comment>', 'delete this comment instead').conflicts(['edit', 'bodyFile']),
    )
    .option('--operation-id <id>', 'makes repeating this harmless: the same id gives the same comment')
    .action(async (number: number, body: string | undefined, flags: CommentFlags) => {
      const printer = context.printer();
      const { operationId } = flags;
      const write = { ...writeOf(context), ...(operationId === undefined ? {} : { operationId }) };
      await withSession(context, { access: 'write' }, async ({ tracker }) => {
        if (flags.delete !== undefined) {
          await tracker.deleteComment(number, flags.delete, write);
          return printer.one(
            { id: flags.delete, deleted: true },
            renderLine(`deleted comment ${flags.delete} on #${number}`),
          );
        }
        const text = await bodyOf(context, body, flags, () => textBefore(tracker, number, flags.edit));
        if (flags.edit !== undefined) {
          const edited = await tracker.editComment(number, flags.edit, text, write);
          return printer.one(edited, renderLine(`edited comment ${edited.id} on #${number}`));
        }
        const comment = await tracker.comment(number, text, write);
        await printer.one(comment, renderLine(`commented on #${number} (comment ${comment.id})`));
      });
    });
}

async function bodyOf(
  { world }: CommandContext,
  body: string | undefined,
  { bodyFile }: CommentFlags,
  readBefore: () => Promise<string>,
): Promise<string> {
  if (body !== undefined && bodyFile !== undefined)
    throw new UsageError('Give either a body or --body-file.');
  if (bodyFile !== undefined) return readTextFile(world, bodyFile);
  if (body === '-') return readInput(world);
  if (body !== undefined) return body;
  if (!canAsk(world)) throw new UsageError('Say something: issue comment NUMBER BODY, or - for stdin.');
  return writeInEditor(world, await readBefore(), 'What is above becomes the comment.');
}

/** What the comment that is edited says; nothing of a new one. @throws FixpointError ISSUE_NOT_FOUND */
async function textBefore(tracker: Tracker, number: number, id: string | undefined): Promise<string> {
  if (id === undefined) return '';
  const comment = (await commentsOf(tracker, number)).find((it) => it.id === id);
  if (comment) return comment.body;
  throw new FixpointError('ISSUE_NOT_FOUND', `#${number} has no comment ${id}.`);
}
