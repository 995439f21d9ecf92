import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Milestone, MilestoneChange } from '@fixpoint/issue-core/model/label.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { Command, Option } from 'commander';
import { parseCount } from '../arguments.ts';
import { type CommandContext, withSession } from '../command-context.ts';
import { renderLine } from '../output/render-done.ts';
import { safeLine } from '../output/safe-text.ts';
import { renderTable } from '../output/table.ts';
import { UsageError } from '../usage-error.ts';

interface MilestoneFlags {
  readonly title?: string;
  readonly description?: string;
  readonly due?: string | false;
  readonly state?: Milestone['state'];
}

const DEFAULT_LIMIT = 100;

/** `issue milestone`: those of the tracker, named by their titles. */
export function milestoneCommand(context: CommandContext): Command {
  return new Command('milestone')
    .description('milestones; an issue gets one by `issue edit NUMBER --milestone TITLE`')
    .addCommand(listMilestonesCommand(context))
    .addCommand(createMilestoneCommand(context))
    .addCommand(editMilestoneCommand(context))
    .addCommand(stateCommand(context, 'close', { what: 'closed', state: 'closed' }))
    .addCommand(stateCommand(context, 'reopen', { what: 'reopened', state: 'open' }))
    .addCommand(deleteMilestoneCommand(context));
}

function listMilestonesCommand(context: CommandContext): Command {
  return new Command('list')
    .description('list milestones')
    .option('--limit <count>', 'how many at most', parseCount, DEFAULT_LIMIT)
    .option('--cursor <cursor>', 'go on where the page before ended')
    .action(async (page: { readonly limit: number; readonly cursor?: string }) => {
      const printer = context.printer();
      await withSession(context, { access: 'read' }, async ({ tracker }) => {
        await printer.list(await tracker.listMilestones(page), (milestones, style) =>
          renderTable<Milestone>(
            milestones,
            [
              { title: 'TITLE', cell: ({ title }) => safeLine(title) },
              { title: 'STATE', cell: ({ state }) => state },
              { title: 'DUE', cell: ({ dueOn }) => dueOn ?? '' },
              { title: 'DESCRIPTION', cell: ({ description }) => safeLine(description), shrinks: true },
            ],
            style,
          ),
        );
      });
    });
}

function createMilestoneCommand(context: CommandContext): Command {
  return withFields(new Command('create'))
    .argument('<title>', 'its title')
    .description('create a milestone')
    .action((title: string, flags: MilestoneFlags) => {
      const change = { ...changeOf(flags), title };
      return save(context, 'created', (tracker) => tracker.createMilestone(change));
    });
}

function editMilestoneCommand(context: CommandContext): Command {
  return withFields(new Command('edit'))
    .argument('<title>', 'which one')
    .description('change a milestone')
    .option('--title <title>', 'a new title')
    .option('--no-due', 'no due date')
    .addOption(new Option('--state <state>', 'its state').choices(['open', 'closed']))
    .action((title: string, flags: MilestoneFlags) => {
      const change = changeOf(flags);
      if (Object.keys(change).length === 0) throw new UsageError('Say what is to change, such as --due.');
      return save(context, 'changed', async (tracker) =>
        tracker.updateMilestone((await find(tracker, title)).id, change),
      );
    });
}

function stateCommand(
  context: CommandContext,
  name: string,
  { what, state }: { readonly what: string; readonly state: Milestone['state'] },
): Command {
  return new Command(name)
    .argument('<title>', 'which one')
    .description(`${name} a milestone`)
    .action((title: string) =>
      save(context, what, async (tracker) =>
        tracker.updateMilestone((await find(tracker, title)).id, { state }),
      ),
    );
}

function deleteMilestoneCommand(context: CommandContext): Command {
  return new Command('delete')
    .argument('<title>', 'which one')
    .description('delete a milestone; its issues stay')
    .action((title: string) =>
      save(context, 'deleted', async (tracker) => {
        const milestone = await find(tracker, title);
        await tracker.deleteMilestone(milestone.id);
        return milestone;
      }),
    );
}

function withFields(command: Command): Command {
  return command
    .option('-d, --description <text>', 'what it is for')
    .option('--due <date>', 'when it is due: YYYY-MM-DD');
}

async function save(
  context: CommandContext,
  what: string,
  work: (tracker: Tracker) => Promise<Milestone>,
): Promise<void> {
  const printer = context.printer();
  await withSession(context, { access: 'write' }, async ({ tracker }) => {
    const milestone = await work(tracker);
    await printer.one(milestone, renderLine(`${what} milestone ${milestone.title}`));
  });
}

function changeOf({ title, description, due, state }: MilestoneFlags): MilestoneChange {
  if (typeof due === 'string' && !/^\d{4}-\d\d-\d\d$/.test(due))
    throw new UsageError('--due: give a date such as 2026-03-01.');
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(due === undefined ? {} : { dueOn: due || null }),
    ...(state === undefined ? {} : { state }),
  };
}

/** @throws FixpointError ISSUE_NOT_FOUND */
async function find(tracker: Tracker, title: string): Promise<Milestone> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Tracker['listMilestones']>> = await tracker.listMilestones({ cursor });
    const found = page.items.find((milestone) => fold(milestone.title) === fold(title));
    if (found) return found;
    cursor = page.next;
  } while (cursor !== null);
  throw new FixpointError('ISSUE_NOT_FOUND', `There is no milestone ${title}.`);
}
