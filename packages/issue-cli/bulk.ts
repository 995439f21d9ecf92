import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { BulkReport, BulkResult, IssueEdit } from '@fixpoint/issue-core/tracker/api.ts';
import type { Command } from 'commander';
import { type CommandContext, writeOf } from './command-context.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { queryOf } from './issue-query.ts';
import { shortMessage } from './output/error.ts';
import { safeLine } from './output/safe-text.ts';
import type { Style } from './output/style.ts';
import type { Session } from './session/open-session.ts';
import { withPrompt } from './terminal/prompt.ts';
import { UsageError } from './usage-error.ts';
import { canAsk } from './world.ts';

export interface SelectionFlags {
  readonly query?: string;
  readonly yes?: boolean;
}

export interface BulkEdit {
  readonly numbers: readonly number[];
  readonly flags: SelectionFlags;
  readonly edit: IssueEdit;
  /** For the question, such as `close`. */
  readonly what: string;
  /** Written to each issue that was edited. */
  readonly comment?: string | undefined;
}

/** As many as one call of the tracker edits. */
const MAX_SELECTED = 1_000;

export function addSelectionFlags(command: Command): Command {
  return command
    .option('-q, --query <query>', 'instead of numbers: all issues that fit, at most 1,000')
    .option('-y, --yes', 'do not ask before many are changed');
}

/**
 * Edits many issues, each for itself, and tells of each how it went. When one could not be edited, the program ends with 8.
 *
 * @throws UsageError unless either numbers or a query are given, and the latter is confirmed
 */
export async function editSelected(context: CommandContext, session: Session, bulk: BulkEdit): Promise<void> {
  const { tracker } = session;
  const selected = await selectIssues(context, session, bulk);
  const write = writeOf(context);
  const report = await tracker.editMany({ numbers: selected.numbers }, bulk.edit, write);
  const { comment } = bulk;
  const results =
    comment === undefined ? report.results : await withComments(context, session, report, comment);
  await printResults(context, results);
  if (results.length === 0) await context.printer().note('No issue fits.');
  if (selected.more) await context.printer().note(`More issues fit the query; run the same command again.`);
}

/** Which issues are meant, after whoever asked for many said yes. */
export async function selectIssues(
  context: CommandContext,
  { tracker, login }: Session,
  { numbers, flags, what }: Pick<BulkEdit, 'numbers' | 'flags' | 'what'>,
): Promise<{ readonly numbers: readonly number[]; readonly more: boolean }> {
  const { query, yes = false } = flags;
  if (numbers.length > 0 === (query !== undefined))
    throw new UsageError(`Give either the numbers of issues, or --query: issue ${what} 1 2 3.`);
  if (query === undefined) return { numbers, more: false };
  const { world } = context;
  const page = await tracker.list({
    query: queryOf({ query }, { now: world.now(), me: login, agent: tracker.agent }),
    limit: MAX_SELECTED,
    total: 'none',
    signal: world.signal,
  });
  const found = page.items.map(({ number }) => number);
  if (found.length > 0 && !yes) await confirm(context, `${what} ${countOf(found.length)}?`);
  return { numbers: found, more: page.next !== null };
}

/** @throws UsageError unless the question is answered by a yes, or there is nobody to ask */
export async function confirm({ world }: CommandContext, question: string): Promise<void> {
  if (!canAsk(world)) throw new UsageError(`${question} Say --yes, as nobody can be asked here.`);
  const isConfirmed = await withPrompt(world, (prompt) => prompt.confirm(question));
  if (!isConfirmed) throw new UsageError('Nothing was done.');
}

export async function printResults(context: CommandContext, results: readonly BulkResult[]): Promise<void> {
  const printer = context.printer();
  await printer.list({ items: results, total: results.length }, renderResults);
  const failed = results.filter(({ ok }) => !ok).length;
  if (failed === 0) return;
  context.endWith(EXIT_CODES.partial);
  await printer.note(`${failed} of ${countOf(results.length)} failed.`);
}

async function withComments(
  context: CommandContext,
  { tracker }: Session,
  { results }: BulkReport,
  comment: string,
): Promise<readonly BulkResult[]> {
  const commented: BulkResult[] = [];
  for (const result of results) {
    if (!result.ok) commented.push(result);
    else
      commented.push(
        await resultOf(result.number, async () => {
          await tracker.comment(result.number, comment, writeOf(context));
          return tracker.get(result.number);
        }),
      );
  }
  return commented;
}

/** What is wrong with one issue is told with it. */
export async function resultOf(
  number: number,
  work: () => Promise<Extract<BulkResult, { ok: true }>['issue']>,
): Promise<BulkResult> {
  try {
    return { number, ok: true, issue: await work() };
  } catch (error) {
    if (!(error instanceof FixpointError)) throw error;
    return { number, ok: false, error: { code: error.code, message: error.message } };
  }
}

function renderResults(results: readonly BulkResult[], style: Style): string {
  const lines = results.map((result) =>
    result.ok
      ? `${style.paint('green', '✓')} #${result.number} ${safeLine(result.issue.title)}`
      : `${style.paint('red', '✗')} #${result.number} ${safeLine(shortMessage(result.error.code, result.error.message))}`,
  );
  return lines.join('\n');
}

function countOf(count: number): string {
  return count === 1 ? '1 issue' : `${count} issues`;
}
