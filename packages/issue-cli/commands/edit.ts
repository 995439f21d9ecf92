import {
  CLOSE_REASONS,
  type CloseReason,
  ISSUE_STATES,
  type IssueState,
  PRIORITIES,
  type Priority,
} from '@fixpoint/issue-core/model/issue.ts';
import type { IssueEdit, Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { Command, Option } from 'commander';
import { collect, collectNumbers, parseIssueNumber } from '../arguments.ts';
import { addSelectionFlags, editSelected, type SelectionFlags } from '../bulk.ts';
import { type CommandContext, withSession, writeOf } from '../command-context.ts';
import { renderDone } from '../output/render-done.ts';
import { loginsOf } from '../people.ts';
import { writeIssueInEditor } from '../terminal/editor.ts';
import { readTextFile } from '../terminal/read-input.ts';
import { UsageError } from '../usage-error.ts';
import { canAsk } from '../world.ts';

interface EditFlags extends SelectionFlags {
  readonly title?: string;
  readonly description?: string;
  readonly descriptionFile?: string;
  readonly state?: IssueState;
  readonly reason?: CloseReason;
  readonly label?: readonly string[];
  readonly addLabel?: readonly string[];
  readonly removeLabel?: readonly string[];
  readonly assignee?: readonly string[];
  readonly addAssignee?: readonly string[];
  readonly removeAssignee?: readonly string[];
  readonly milestone?: string | false;
  readonly type?: string | false;
  readonly priority?: Priority | false;
  readonly parent?: number | false;
  readonly ifUpdatedAt?: string;
}

/** `issue edit`: one issue, several, or all that fit a query. */
export function editCommand(context: CommandContext): Command {
  const command = new Command('edit')
    .argument('[numbers...]', 'the issues', collectNumbers)
    .description('change issues; one without any flag is opened in $VISUAL or $EDITOR on a terminal')
    .option('-t, --title <title>', 'a new title')
    .option('-d, --description <text>', 'a new description')
    .option('--description-file <file>', 'the same from a file, or - for stdin')
    .addOption(new Option('--state <state>', 'a new state').choices(ISSUE_STATES))
    .addOption(new Option('--reason <reason>', 'why it is closed').choices(CLOSE_REASONS))
    .option('-l, --label <label>', 'the labels it shall have, and no others; may be repeated', collect)
    .option('--add-label <label>', 'a label more; may be repeated', collect)
    .option('--remove-label <label>', 'a label less; may be repeated', collect)
    .option('-a, --assignee <login>', 'who it is assigned to, and nobody else; may be repeated', collect)
    .option('--add-assignee <login>', 'somebody more; may be repeated', collect)
    .option('--remove-assignee <login>', 'somebody less; may be repeated', collect)
    .option('-m, --milestone <title>', 'the milestone')
    .option('--no-milestone', 'no milestone')
    .option('--type <type>', 'what it is')
    .option('--no-type', 'no type')
    .addOption(new Option('--priority <priority>', 'how urgent it is').choices(PRIORITIES))
    .option('--no-priority', 'no priority')
    .option('--parent <number>', 'the issue it is a part of', parseIssueNumber)
    .option('--no-parent', 'no parent')
    .option('--if-updated-at <time>', 'refuse when it was changed since: its updatedAt');
  return addSelectionFlags(command).action((numbers: readonly number[], flags: EditFlags) =>
    editIssues(context, numbers, flags),
  );
}

async function editIssues(
  context: CommandContext,
  numbers: readonly number[],
  flags: EditFlags,
): Promise<void> {
  const printer = context.printer();
  const fields = await fieldsOf(context, flags);
  const [number] = numbers;
  const isOne = numbers.length === 1 && flags.query === undefined && number !== undefined;
  if (!isOne && Object.keys(fields).length === 0 && !namesPeople(flags))
    throw new UsageError('Say what is to change, such as --add-label; see `issue edit --help`.');
  await withSession(context, { access: 'write', mentions: [flags.query] }, async (session) => {
    const { tracker } = session;
    const edit = { ...fields, ...(await peopleOf(tracker, flags)) };
    if (!isOne) return editSelected(context, session, { numbers, flags, edit, what: 'edit' });
    const whole = Object.keys(edit).length > 0 ? edit : await editedByHand(context, tracker, number);
    await printer.one(await tracker.edit(number, whole, writeOf(context)), renderDone('edited'));
  });
}

async function fieldsOf({ world }: CommandContext, flags: EditFlags): Promise<IssueEdit> {
  const { title, description, descriptionFile, state, reason, milestone, type, priority, parent } = flags;
  if (description !== undefined && descriptionFile !== undefined)
    throw new UsageError('Give either --description or --description-file.');
  const body = descriptionFile === undefined ? description : await readTextFile(world, descriptionFile);
  return {
    ...(title === undefined ? {} : { title }),
    ...(body === undefined ? {} : { body }),
    ...(state === undefined ? {} : { state }),
    ...(reason === undefined ? {} : { closeReason: reason }),
    ...(flags.label === undefined ? {} : { labels: flags.label }),
    ...(flags.addLabel === undefined ? {} : { addLabels: flags.addLabel }),
    ...(flags.removeLabel === undefined ? {} : { removeLabels: flags.removeLabel }),
    ...(milestone === undefined ? {} : { milestone: milestone || null }),
    ...(type === undefined ? {} : { type: type || null }),
    ...(priority === undefined ? {} : { priority: priority || null }),
    ...(parent === undefined ? {} : { parent: parent || null }),
    ...(flags.ifUpdatedAt === undefined ? {} : { expectedUpdatedAt: flags.ifUpdatedAt }),
  };
}

function namesPeople({ assignee, addAssignee, removeAssignee }: EditFlags): boolean {
  return [assignee, addAssignee, removeAssignee].some((names) => names !== undefined);
}

async function peopleOf(tracker: Tracker, flags: EditFlags): Promise<IssueEdit> {
  const { assignee, addAssignee, removeAssignee } = flags;
  return {
    ...(assignee === undefined ? {} : { assignees: await loginsOf(tracker, assignee) }),
    ...(addAssignee === undefined ? {} : { addAssignees: await loginsOf(tracker, addAssignee) }),
    ...(removeAssignee === undefined ? {} : { removeAssignees: await loginsOf(tracker, removeAssignee) }),
  };
}

/** What was changed by somebody else while the editor was open is refused, not overwritten. */
async function editedByHand({ world }: CommandContext, tracker: Tracker, number: number): Promise<IssueEdit> {
  if (!canAsk(world))
    throw new UsageError('Say what is to change, such as --title; see `issue edit --help`.');
  const issue = await tracker.get(number);
  const written = await writeIssueInEditor(world, issue);
  return { ...written, expectedUpdatedAt: issue.updatedAt };
}
