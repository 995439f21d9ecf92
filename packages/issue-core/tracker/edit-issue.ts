import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { WriteOptions } from '../backend/port.ts';
import type { CloseReason, Issue, IssueChange } from '../model/issue.ts';
import type { IssueEdit, TrackerWrite } from './api.ts';
import { parentIn, readIssue, withBeside } from './beside.ts';
import { eventsOfChange } from './change-events.ts';
import { keyOf, type TrackerContext } from './context.ts';
import { checkAssigneeCount, checkFields, checkUnchanged, isWork } from './edit-support.ts';
import { createLinkReader } from './link-reader.ts';
import { planChange, wantedOf } from './plan-edit.ts';
import { checkWrite } from './write-rule.ts';

/** Reads the issue, sends what differs from what is wanted, and reports what was changed. */
export async function editIssue(
  context: TrackerContext,
  number: number,
  edit: IssueEdit,
  write: TrackerWrite = {},
): Promise<Issue> {
  const wanted = wantedOf(edit);
  checkFields(context, wanted);
  const allowed = await checkWrite(context, number, isWork(wanted) ? 'work' : 'remark', write);
  const settle = wanted.state === undefined ? null : await settlementOf(context, number);
  const found = await readIssue(context, number);
  const before = wanted.parent === undefined ? found : await withParent(context, found);
  checkUnchanged(before, edit.expectedUpdatedAt);
  const change = planChange(before, wanted, defaultReason(context));
  checkAssigneeCount(context, assigneesAfter(before, change));
  if (change.parent) await checkMayWait(context, number, change.parent);
  const isChanged = Object.keys(change).length > 0;
  const after = isChanged ? await applyChange(context, before, change, allowed) : before;
  await settle?.();
  return after;
}

/**
 * Whoever says what the state of abandoned work is, is no agent that died: the issue stays as they leave it. Null unless it
 * was abandoned before: a lease that runs out while its holder writes settles nothing.
 */
async function settlementOf(context: TrackerContext, number: number): Promise<(() => Promise<void>) | null> {
  const { coordination } = context;
  const key = keyOf(context, number);
  const abandoned = await coordination.abandonedAmong(key.backend, [number]);
  return abandoned.has(number) ? () => coordination.settleAbandoned(key) : null;
}

function defaultReason({ backend }: TrackerContext): CloseReason | null {
  return backend.capabilities['close-reason'] === 'unsupported' ? null : 'completed';
}

function assigneesAfter({ assignees }: Issue, change: IssueChange): readonly string[] {
  const stays = assignees.filter((login) => !change.removeAssignees?.includes(login));
  return [...stays, ...(change.addAssignees ?? [])];
}

/** @throws FixpointError LINK_CYCLE when `number` may not wait for `other`; ISSUE_NOT_FOUND, FORGE_NOT_FOUND */
export async function checkMayWait(context: TrackerContext, number: number, other: number): Promise<void> {
  // What is kept beside a tracker is not refused by it when there is no such issue.
  await context.backend.getIssue(other);
  if (!(await createLinkReader(context).waitsFor(other, number))) return;
  throw new FixpointError('LINK_CYCLE', `#${other} waits for #${number} already.`);
}

async function applyChange(
  context: TrackerContext,
  before: Issue,
  change: IssueChange,
  allowed: WriteOptions,
): Promise<Issue> {
  const { sent, beside } = divide(context, change);
  const isSent = Object.keys(sent).length > 0;
  const found = isSent ? await context.backend.updateIssue(before.number, sent, allowed) : before;
  try {
    await keepBeside(context, before, beside, allowed);
  } catch (error) {
    // What the tracker did meanwhile has happened.
    if (isSent) await context.coordination.append(eventsOfChange(context, before, found, sent));
    throw error;
  }
  const [after = found] = await withBeside(context, [found]);
  // What is kept beside reports itself, but for the reason, which belongs to the state.
  const reported = {
    ...sent,
    ...(beside.closeReason === undefined ? {} : { closeReason: beside.closeReason }),
  };
  await context.coordination.append(eventsOfChange(context, before, after, reported));
  return after;
}

/** Some trackers do not tell the parent with the issue. */
async function withParent(context: TrackerContext, issue: Issue): Promise<Issue> {
  if (issue.parent !== null) return issue;
  return { ...issue, parent: parentIn(await createLinkReader(context).linksOf(issue.number)) };
}

type Beside = Pick<IssueChange, 'closeReason' | 'parent'>;

/** What goes to the tracker, and what is kept beside it. */
function divide(context: TrackerContext, change: IssueChange): { sent: IssueChange; beside: Beside } {
  const { capabilities } = context.backend;
  const { closeReason, parent, ...others } = change;
  const reason = closeReason === undefined ? {} : { closeReason };
  const above = parent === undefined ? {} : { parent };
  const keepsReason = capabilities['close-reason'] === 'beside';
  const isOpened = change.state !== undefined && change.state !== 'closed';
  const keepsParent = capabilities.parent === 'beside';
  return {
    sent: { ...others, ...(keepsReason ? {} : reason), ...(keepsParent ? {} : above) },
    beside: {
      ...(keepsReason ? (isOpened ? { closeReason: null } : reason) : {}),
      ...(keepsParent ? above : {}),
    },
  };
}

async function keepBeside(
  context: TrackerContext,
  before: Issue,
  { closeReason, parent }: Beside,
  allowed: WriteOptions,
): Promise<void> {
  const { coordination, agent } = context;
  const key = keyOf(context, before.number);
  if (closeReason !== undefined) await coordination.keepCloseReason(key, closeReason, allowed);
  if (parent) {
    await coordination.addLink(key, { kind: 'parent', number: parent }, agent, allowed);
  } else if (parent === null && before.parent !== null) {
    await coordination.removeLink(key, { kind: 'parent', number: before.parent }, agent, allowed);
  }
}
