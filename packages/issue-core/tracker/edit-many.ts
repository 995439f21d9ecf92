import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';
import { checkIssueNumbers } from '../coordination/bounds.ts';
import type { BulkReport, BulkResult, BulkSelection, IssueEdit, TrackerWrite } from './api.ts';
import type { TrackerContext } from './context.ts';
import { editIssue } from './edit-issue.ts';
import { checkFields } from './edit-support.ts';
import { listIssues } from './list-issues.ts';
import { wantedOf } from './plan-edit.ts';

const MAX_EDITED = 1_000;
/** What would refuse the next one too. */
const STOPS: ReadonlySet<string> = new Set<ErrorCode>([
  'FORGE_UNAUTHORIZED',
  'FORGE_RATE_LIMITED',
  'FORGE_UNAVAILABLE',
  'LOCAL_STORE_FAILED',
]);

/**
 * Edits one after the other. What is wrong with the edit itself is thrown; what is wrong with one issue is told with it, and
 * the others go on; what is wrong with the whole tracker is told of all that are left, which are not tried. Those that a
 * query finds are found first, so that the edit does not move them.
 */
export async function editMany(
  context: TrackerContext,
  selection: BulkSelection,
  edit: IssueEdit,
  write: TrackerWrite = {},
): Promise<BulkReport> {
  checkFields(context, wantedOf(edit));
  const { numbers, more } = await select(context, selection, write);
  const results: BulkResult[] = [];
  for (const number of numbers) {
    write.signal?.throwIfAborted();
    const before = results.at(-1);
    const isOver = before?.ok === false && STOPS.has(before.error.code);
    results.push(isOver ? { ...before, number } : await editOne(context, number, edit, write));
  }
  return { results, failed: results.filter(({ ok }) => !ok).length, more };
}

async function select(
  context: TrackerContext,
  selection: BulkSelection,
  { signal }: TrackerWrite,
): Promise<{ readonly numbers: readonly number[]; readonly more: boolean }> {
  if ('numbers' in selection) {
    checkIssueNumbers('numbers', selection.numbers);
    return { numbers: [...new Set(selection.numbers)], more: false };
  }
  const { query } = selection;
  const page = await listIssues(context, {
    query,
    limit: MAX_EDITED,
    total: 'none',
    ...(signal ? { signal } : {}),
  });
  return { numbers: page.items.map(({ number }) => number), more: page.next !== null };
}

async function editOne(
  context: TrackerContext,
  number: number,
  edit: IssueEdit,
  write: TrackerWrite,
): Promise<BulkResult> {
  try {
    return { number, ok: true, issue: await editIssue(context, number, edit, write) };
  } catch (error) {
    // An abort, or a bug, is not the fault of one issue.
    if (!(error instanceof FixpointError)) throw error;
    return { number, ok: false, error: { code: error.code, message: error.message } };
  }
}
