import { SORT_FIELDS, type Sort } from '@fixpoint/issue-core/backend/port.ts';
import { ISSUE_STATES, PRIORITIES } from '@fixpoint/issue-core/model/issue.ts';
import { Command, Option } from 'commander';
import { collect, parseLimit } from '../arguments.ts';
import { type CommandContext, withSession } from '../command-context.ts';
import { type IssueFilter, queryOf } from '../issue-query.ts';
import { printIssues } from '../print-issues.ts';

interface ListFlags extends IssueFilter {
  readonly limit?: number | 'all';
  readonly cursor?: string;
  readonly sort?: Sort['field'];
  readonly reverse?: boolean;
}

/** `issue list`: what is not closed, unless another state or a query is asked for. */
export function listCommand(context: CommandContext): Command {
  return addPageFlags(new Command('list'))
    .alias('ls')
    .description('list issues: those that are not closed, unless --state or --query says otherwise')
    .addOption(new Option('--state <state>', 'only those in this state').choices([...ISSUE_STATES, 'all']))
    .option('-l, --label <label>', 'only those with this label; may be repeated', collect)
    .option('-a, --assignee <login>', 'only those assigned to them; @me, or none')
    .option('--author <login>', 'only those written by them')
    .option('-m, --milestone <title>', 'only those in this milestone')
    .option('--type <type>', 'only those of this type')
    .addOption(new Option('--priority <priority>', 'only those of this priority').choices(PRIORITIES))
    .option('-q, --query <query>', 'only those that fit; see docs/query-language.md')
    .action((flags: ListFlags) => listIssues(context, flags));
}

export function addPageFlags(command: Command): Command {
  return command
    .option('--limit <count>', 'how many at most, or "all" (default: 30)', parseLimit)
    .option('--cursor <cursor>', 'go on where the page before ended: its page.next')
    .addOption(new Option('--sort <field>', 'by what they are sorted (default: number)').choices(SORT_FIELDS))
    .option('--reverse', 'the other way round: the oldest, or the least urgent first');
}

export async function listIssues(context: CommandContext, flags: ListFlags): Promise<void> {
  const printer = context.printer();
  const mentions = [flags.query, flags.assignee, flags.author];
  await withSession(context, { access: 'read', mentions }, async ({ tracker, login }) => {
    const { now, signal } = context.world;
    const query = queryOf(flags, { now: now(), me: login, agent: tracker.agent });
    const { sort: field = 'number', reverse = false, limit, cursor } = flags;
    await printIssues(printer, tracker, {
      query,
      // The newest first, and the most urgent, which is the first of the priorities.
      sort: { field, descending: (field === 'priority') === reverse },
      signal,
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    });
  });
}
