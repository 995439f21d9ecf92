import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { NewEvent } from '../coordination/event.ts';
import type { Issue, NewIssue } from '../model/issue.ts';
import type { TrackerWrite } from './api.ts';
import { withBeside } from './beside.ts';
import { keyOf, type TrackerContext } from './context.ts';
import { checkFields } from './edit-support.ts';
import { wantedOf } from './plan-edit.ts';
import { writeOptions } from './write-rule.ts';

/** Asks first whether this operation created one already; only what is new is reported. */
export async function createIssue(
  context: TrackerContext,
  issue: NewIssue,
  write: TrackerWrite = {},
): Promise<Issue> {
  const { backend, coordination, agent } = context;
  const { title } = issue;
  checkFields(context, { ...wantedOf({ labels: issue.labels ?? [] }), ...issue, title });
  if (issue.closeReason && issue.state !== 'closed') {
    throw new FixpointError('INVALID_INPUT', 'closeReason: only a closed issue has one.');
  }
  const standing = write.operationId === undefined ? null : await backend.findCreatedIssue(write.operationId);
  if (standing) return decorated(context, standing);

  const parent = backend.capabilities.parent === 'beside' ? (issue.parent ?? null) : null;
  // Before anything is created for a parent that is not there.
  if (parent !== null) await backend.getIssue(parent);
  const created = await backend.createIssue(sentOf(context, issue), writeOptions(write));
  await coordination.append([createdEvent(context, created)]);
  const key = keyOf(context, created.number);
  if (parent !== null) await coordination.addLink(key, { kind: 'parent', number: parent }, agent);
  if (issue.closeReason && backend.capabilities['close-reason'] === 'beside') {
    await coordination.keepCloseReason(key, issue.closeReason);
  }
  return decorated(context, created);
}

/** Without what is kept beside. */
function sentOf({ backend }: TrackerContext, issue: NewIssue): NewIssue {
  const { parent, closeReason, ...others } = issue;
  return {
    ...others,
    ...(parent == null || backend.capabilities.parent === 'beside' ? {} : { parent }),
    ...(closeReason == null || backend.capabilities['close-reason'] === 'beside' ? {} : { closeReason }),
  };
}

function createdEvent({ agent, backendName }: TrackerContext, { number, title }: Issue): NewEvent {
  return { type: 'issue-created', actor: agent, backend: backendName, issue: number, payload: { title } };
}

async function decorated(context: TrackerContext, issue: Issue): Promise<Issue> {
  const [whole = issue] = await withBeside(context, [issue]);
  return whole;
}
