import type { Label } from '@fixpoint/issue-core/model/label.ts';
import type { IssueEdit } from '@fixpoint/issue-core/tracker/api.ts';
import { Command } from 'commander';
import { collect, collectNumbers, parseCount } from '../arguments.ts';
import { addSelectionFlags, editSelected, type SelectionFlags } from '../bulk.ts';
import { type CommandContext, withSession } from '../command-context.ts';
import { renderLine } from '../output/render-done.ts';
import { safeLine } from '../output/safe-text.ts';
import { renderTable } from '../output/table.ts';
import { UsageError } from '../usage-error.ts';

interface LabelFlags extends SelectionFlags {
  readonly label?: readonly string[];
}

interface SaveFlags {
  readonly color?: string;
  readonly description?: string;
}

const DEFAULT_COLOR = '#cccccc';
const DEFAULT_LIMIT = 100;

/** `issue label`: those of the tracker, and those of many issues at once. */
export function labelCommand(context: CommandContext): Command {
  return new Command('label')
    .description('labels: of issues, and those that there are')
    .addCommand(putCommand(context, 'add', 'add labels to issues', (names) => ({ addLabels: names })))
    .addCommand(putCommand(context, 'remove', 'take labels off issues', (names) => ({ removeLabels: names })))
    .addCommand(listLabelsCommand(context))
    .addCommand(saveCommand(context))
    .addCommand(renameCommand(context))
    .addCommand(deleteLabelCommand(context));
}

function putCommand(
  context: CommandContext,
  name: 'add' | 'remove',
  description: string,
  editOf: (labels: readonly string[]) => IssueEdit,
): Command {
  const command = new Command(name)
    .argument('[numbers...]', 'the issues', collectNumbers)
    .description(description)
    .option('-l, --label <label>', 'the label; may be repeated', collect);
  return addSelectionFlags(command).action(async (numbers: readonly number[], flags: LabelFlags) => {
    const { label = [], query } = flags;
    if (label.length === 0) throw new UsageError(`Name a label: issue label ${name} 1 2 --label bug.`);
    await withSession(context, { access: 'write', mentions: [query] }, (session) =>
      editSelected(context, session, { numbers, flags, edit: editOf(label), what: `label ${name}` }),
    );
  });
}

function listLabelsCommand(context: CommandContext): Command {
  return new Command('list')
    .description('list the labels of the tracker')
    .option('--limit <count>', 'how many at most', parseCount, DEFAULT_LIMIT)
    .option('--cursor <cursor>', 'go on where the page before ended')
    .action(async (page: { readonly limit: number; readonly cursor?: string }) => {
      const printer = context.printer();
      await withSession(context, { access: 'read' }, async ({ tracker }) => {
        await printer.list(await tracker.listLabels(page), (labels, style) =>
          renderTable<Label>(
            labels,
            [
              { title: 'NAME', cell: ({ name }) => safeLine(name) },
              { title: 'COLOR', cell: ({ color }) => safeLine(color) },
              { title: 'DESCRIPTION', cell: ({ description }) => safeLine(description), shrinks: true },
            ],
            style,
          ),
        );
      });
    });
}

function saveCommand(context: CommandContext): Command {
  return new Command('create')
    .alias('edit')
    .argument('<name>', 'the label')
    .description('create a label, or change colour and description of the one that has this name')
    .option('--color <color>', 'such as #d73a4a')
    .option('--description <text>', 'what it means')
    .action(async (name: string, { color, description }: SaveFlags) => {
      const printer = context.printer();
      await withSession(context, { access: 'write' }, async ({ tracker }) => {
        const before = await findLabel(tracker, name);
        const label = await tracker.saveLabel({
          name: before?.name ?? name,
          color: color === undefined ? (before?.color ?? DEFAULT_COLOR) : colorOf(color),
          description: description ?? before?.description ?? '',
        });
        await printer.one(label, renderLine(`saved label ${label.name}`));
      });
    });
}

function renameCommand(context: CommandContext): Command {
  return new Command('rename')
    .argument('<name>', 'the label')
    .argument('<new-name>', 'what it shall be called')
    .description('rename a label, on all issues that have it')
    .action(async (name: string, newName: string) => {
      const printer = context.printer();
      await withSession(context, { access: 'write' }, async ({ tracker }) => {
        const label = await tracker.renameLabel(name, newName);
        await printer.one(label, renderLine(`renamed ${name} to ${label.name}`));
      });
    });
}

function deleteLabelCommand(context: CommandContext): Command {
  return new Command('delete')
    .argument('<name>', 'the label')
    .description('delete a label, from all issues that have it')
    .action(async (name: string) => {
      const printer = context.printer();
      await withSession(context, { access: 'write' }, async ({ tracker }) => {
        await tracker.deleteLabel(name);
        await printer.one({ name, deleted: true }, renderLine(`deleted label ${name}`));
      });
    });
}

async function findLabel(
  tracker: { listLabels(page: { readonly cursor: string | null }): Promise<LabelsPage> },
  name: string,
): Promise<Label | null> {
  let cursor: string | null = null;
  do {
    const page = await tracker.listLabels({ cursor });
    const found = page.items.find((label) => label.name.toLowerCase() === name.toLowerCase());
    if (found) return found;
    cursor = page.next;
  } while (cursor !== null);
  return null;
}

interface LabelsPage {
  readonly items: readonly Label[];
  readonly next: string | null;
}

function colorOf(text: string): string {
  const color = `#${text.replace(/^#/, '').toLowerCase()}`;
  if (/^#[0-9a-f]{6}$/.test(color)) return color;
  throw new UsageError('--color: give a colour such as #d73a4a.');
}
