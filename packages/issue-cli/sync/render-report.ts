import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { IssueRef, SyncOperation } from '@fixpoint/issue-core/sync/operations.ts';
import type { SyncReport, Unassigned } from '@fixpoint/issue-core/sync/report.ts';
import { shortMessage } from '../output/error.ts';
import { safeLine } from '../output/safe-text.ts';
import type { Style } from '../output/style.ts';
import type { Pair } from './pair.ts';

/** What a sync did, or, of a dry run, what it would do. */
export function renderReport(report: SyncReport, pair: Pair, style: Style): string {
  const { dryRun, created, updated, unchanged, tombstoned, attachments, left, failed, conflicts } = report;
  const counts = [
    `${created.a} created at ${pair.a.name}`,
    `${created.b} created at ${pair.b.name}`,
    `${updated} updated`,
    `${tombstoned} deleted`,
    `${unchanged} unchanged`,
    ...renderFiles(attachments, pair),
    ...(left > 0 ? [`${left} left for the other direction`] : []),
  ];
  const heading = dryRun ? 'Nothing was written; a run would do:' : `${style.paint('green', '✓')} synced:`;
  const operations = dryRun ? report.operations.map((it) => `  ${renderOperation(it, pair)}`) : [];
  const more = report.operationCount - report.operations.length;
  return [
    `${heading} ${counts.join(', ')}`,
    ...operations,
    ...(dryRun && more > 0 ? [`  and ${more} more`] : []),
    ...failed.map(
      ({ side, number, code, message }) =>
        `${style.paint('red', '✗')} ${pair[side].name} #${number}: ${safeLine(shortMessage(code, message))}`,
    ),
    ...report.unassigned.map((person) => style.paint('yellow', renderUnassigned(person, pair))),
    ...(conflicts > 0 ? [style.paint('yellow', renderConflicts(conflicts, dryRun))] : []),
  ].join('\n');
}

function renderFiles({ created, unreadable }: SyncReport['attachments'], pair: Pair): readonly string[] {
  const counts = [
    [created.a, `put on issues of ${pair.a.name}`],
    [created.b, `put on issues of ${pair.b.name}`],
    [unreadable, 'that could not be read'],
  ] as const;
  return counts.flatMap(([count, what]) =>
    count > 0 ? [`${count} ${count === 1 ? 'file' : 'files'} ${what}`] : [],
  );
}

function renderConflicts(count: number, dryRun: boolean): string {
  const conflicts = count === 1 ? '1 conflict' : `${count} conflicts`;
  // What a dry run finds is not kept, so that `issue sync conflicts` would not show it.
  if (dryRun) return `${conflicts} would wait for you; --prefer decides beforehand`;
  return `${conflicts} ${count === 1 ? 'waits' : 'wait'} for you: issue sync conflicts`;
}

function renderUnassigned({ side, login, issues }: Unassigned, pair: Pair): string {
  const count = issues === 1 ? '1 issue' : `${issues} issues`;
  return `${pair[side].name} does not take ${safeLine(login)} as assignee of ${count}; --map-user gives them another login there.`;
}

function renderOperation(operation: SyncOperation, pair: Pair): string {
  const at = `${pair[operation.on].name}:`;
  const ref = (of: IssueRef) => `${pair[of.side].name}#${of.number}`;
  const half = (of: IssueRef) => (of.side === operation.on ? ref(of) : `its half of ${ref(of)}`);
  switch (operation.kind) {
    case 'create-issue':
      return `${at} create ${ref(operation.issue)} ${safeLine(operation.title)}`;
    case 'update-issue':
      return `${at} change ${ref(operation.issue)}: ${Object.keys(operation.change).join(', ')}`;
    case 'close-issue':
      return `${at} close ${half(operation.issue)}`;
    case 'delete-issue':
      return `${at} delete ${half(operation.issue)}`;
    case 'create-comment':
      return `${at} comment on ${ref(operation.issue)}`;
    case 'update-comment':
      return `${at} change a comment on ${ref(operation.issue)}`;
    case 'delete-comment':
      return `${at} delete a comment on ${ref(operation.issue)}`;
    case 'create-attachment':
      return `${at} attach ${safeLine(operation.name)} to ${ref(operation.issue)}`;
    case 'add-link':
      return `${at} link ${ref(operation.issue)} ${operation.link} ${ref(operation.to)}`;
    case 'remove-link':
      return `${at} unlink ${ref(operation.issue)} ${operation.link} ${ref(operation.to)}`;
    case 'create-label':
      return `${at} create label ${safeLine(operation.name)}`;
    case 'create-milestone':
      return `${at} create milestone ${safeLine(operation.title)}`;
    default:
      return assertNever(operation);
  }
}
