import { FixpointError } from '@fixpoint/contracts/errors.ts';
import {
  ISSUE_STATES,
  type Issue,
  type IssueState,
  PRIORITIES,
  type Priority,
} from '@fixpoint/issue-core/model/issue.ts';
import type { Tracker, TrackerWrite } from '@fixpoint/issue-core/tracker/api.ts';
import { Command, Option } from 'commander';
import { collect, parseIssueNumber, parseShare } from '../arguments.ts';
import { type CommandContext, withSession, writeOf } from '../command-context.ts';
import { renderDone } from '../output/render-done.ts';
import { loginsOf } from '../people.ts';
import { writeIssueInEditor } from '../terminal/editor.ts';
import { readTextFile } from '../terminal/read-input.ts';
import { UsageError } from '../usage-error.ts';
import { canAsk } from '../world.ts';

interface CreateFlags {
  readonly description?: string;
  readonly descriptionFile?: string;
  readonly label?: readonly string[];
  readonly assignee?: readonly string[];
  readonly milestone?: string;
  readonly type?: string;
  readonly priority?: Priority;
  readonly state?: IssueState;
  readonly parent?: number;
  readonly operationId?: string;
  readonly unlessDuplicate?: number | true;
}

const DEFAULT_LIKENESS = 0.8;

/** `issue create`: without a title, on a terminal, it is written in the editor. */
export function createCommand(context: CommandContext): Command {
  return new Command('create')
    .alias('new')
    .argument('[title]', 'its title; without one, $VISUAL or $EDITOR is opened on a terminal')
    .description('create an issue')
    .option('-d, --description <text>', 'what it says')
    .option('--description-file <file>', 'the same from a file, or - for stdin')
    .option(
      '-l, --label <label>',
      'a label; may be repeated. priority:high, type:bug set those fields',
      collect,
    )
    .option('-a, --assignee <login>', 'who it is assigned to, or @me; may be repeated', collect)
    .option('-m, --milestone <title>', 'the milestone')
    .option('--type <type>', 'what it is, such as bug or feature')
    .addOption(new Option('--priority <priority>', 'how urgent it is').choices(PRIORITIES))
    .addOption(new Option('--state <state>', 'its first state').choices(ISSUE_STATES))
    .option('--parent <number>', 'the issue it is a part of', parseIssueNumber)
    .option('--operation-id <id>', 'makes repeating this harmless: the same id gives the same issue')
    .option('--unless-duplicate [share]', 'refuse when an open issue is this much alike (0.8)', parseShare)
    .action((title: string | undefined, flags: CreateFlags) => createIssue(context, title, flags));
}

async function createIssue(
  context: CommandContext,
  title: string | undefined,
  flags: CreateFlags,
): Promise<void> {
  const printer = context.printer();
  const text = await textOf(context, title, flags);
  const { label, assignee, milestone, type, priority, state, parent, operationId, unlessDuplicate } = flags;
  await withSession(context, { access: 'write' }, async ({ tracker }) => {
    const write: TrackerWrite = {
      ...writeOf(context),
      ...(operationId === undefined ? {} : { operationId }),
    };
    if (unlessDuplicate !== undefined) await refuseDuplicate(tracker, text, unlessDuplicate, write);
    const issue = await tracker.create(
      {
        ...text,
        ...(label === undefined ? {} : { labels: label }),
        ...(assignee === undefined ? {} : { assignees: await loginsOf(tracker, assignee) }),
        ...(milestone === undefined ? {} : { milestone }),
        ...(type === undefined ? {} : { type }),
        ...(priority === undefined ? {} : { priority }),
        ...(state === undefined ? {} : { state }),
        ...(parent === undefined ? {} : { parent }),
      },
      write,
    );
    await printer.one<Issue>(issue, renderDone('created'));
  });
}

async function textOf(
  { world }: CommandContext,
  title: string | undefined,
  { description, descriptionFile }: CreateFlags,
): Promise<{ readonly title: string; readonly body?: string }> {
  if (description !== undefined && descriptionFile !== undefined)
    throw new UsageError('Give either --description or --description-file.');
  const body = descriptionFile === undefined ? description : await readTextFile(world, descriptionFile);
  if (title !== undefined) return { title, ...(body === undefined ? {} : { body }) };
  if (!canAsk(world)) throw new UsageError('Give a title: issue create TITLE [--description TEXT].');
  return writeIssueInEditor(world, { title: '', body: body ?? '' });
}

/** @throws FixpointError ALREADY_EXISTS */
async function refuseDuplicate(
  tracker: Tracker,
  text: { readonly title: string; readonly body?: string },
  share: number | true,
  { signal }: TrackerWrite,
): Promise<void> {
  const threshold = share === true ? DEFAULT_LIKENESS : share;
  const [alike] = await tracker.findDuplicates(text, { limit: 1, threshold, ...(signal ? { signal } : {}) });
  if (!alike) return;
  const percent = Math.round(alike.similarity * 100);
  throw new FixpointError('ALREADY_EXISTS', `#${alike.number} is alike (${percent} %): ${alike.title}`);
}
