import { createHash } from 'node:crypto';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Issue, NewIssue } from '@fixpoint/issue-core/model/issue.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import canonicalize from 'canonicalize';
import type { Caller } from '../auth/caller.ts';
import { operationIdOf } from '../idempotency/operation-id.ts';
import {
  StoredSyncMetadata,
  type SyncMetadata,
  type TaskAnswer,
  type TaskReference,
  type TaskSpec,
} from './schema.ts';
import type { TaskStore } from './task-store.ts';

export interface IngestPorts {
  readonly tracker: Tracker;
  /** The same tracker as the agent that keeps what came with tasks. */
  readonly keeper: Tracker;
  readonly tasks: TaskStore;
  readonly now: () => Date;
}

export interface IngestedTask {
  readonly answer: TaskAnswer;
  /** False when the same task was there already. */
  readonly isNew: boolean;
}

const MAX_METADATA_BYTES = 32 * 1024;

/**
 * Makes an issue of a task, and keeps where it comes from. Every step finds what it did before, so that whoever got no
 * answer just asks again.
 *
 * @throws FixpointError IDEMPOTENCY_MISMATCH when this task was another one; INVALID_INPUT for references that lead nowhere;
 * and those of the tracker
 */
export async function ingestTask(ports: IngestPorts, caller: Caller, task: TaskSpec): Promise<IngestedTask> {
  const { tracker, tasks } = ports;
  const key = { keyId: caller.keyId, taskId: task.id };
  const payloadHash = createHash('sha256')
    .update(canonicalize(task) ?? '')
    .digest('hex');
  checkMetadata(task);
  checkLinks(tracker, task);
  const known = tasks.find(key);
  if (known && known.payloadHash !== payloadHash) {
    throw new FixpointError(
      'IDEMPOTENCY_MISMATCH',
      `Task ${task.id} was #${known.issue}, and said something else.`,
    );
  }
  if (known) return { answer: await readTask(ports, task.id, known.issue), isNew: false };

  const parent = task.parent === undefined ? null : await resolve(ports, caller, 'parent', task.parent);
  const dependsOn = await resolveAll(ports, caller, task.depends_on ?? []);
  // Of the task and not of the request: however it is sent again after a crash, it makes no second issue.
  const operationId = operationIdOf('task', caller.keyId, task.id);
  const issue = await tracker.create(issueOf(task, parent), { operationId });
  for (const number of dependsOn) await tracker.link(issue.number, { kind: 'blocked_by', number });
  if (task.not_before !== undefined) await tracker.defer(issue.number, task.not_before);
  const metadata: SyncMetadata = {
    schema: 'taskspec/1',
    task_id: task.id,
    received_at: ports.now().toISOString(),
    key_id: caller.keyId,
    agent: caller.agent,
    payload_sha256: payloadHash,
    source: task.source ?? null,
    metadata: task.metadata ?? null,
    due: task.due ?? null,
    parent,
    depends_on: dependsOn,
  };
  await ports.keeper.setAgentState(issue.number, { sync_metadata: metadata });
  tasks.save(key, { backend: tracker.backendName, issue: issue.number, payloadHash });
  return { answer: answerOf(tracker, task.id, issue, metadata), isNew: true };
}

/** @throws FixpointError ISSUE_NOT_FOUND when the issue is gone */
export async function readTask(
  { tracker, keeper }: Pick<IngestPorts, 'tracker' | 'keeper'>,
  taskId: string,
  number: number,
): Promise<TaskAnswer> {
  const issue = await tracker.get(number);
  const state = await keeper.getAgentState(number);
  const stored = StoredSyncMetadata.safeParse(state?.state);
  if (stored.success) return answerOf(tracker, taskId, issue, stored.data.sync_metadata);
  throw new FixpointError('ISSUE_NOT_FOUND', `Nothing is kept about where #${number} comes from.`);
}

function answerOf(tracker: Tracker, id: string, issue: Issue, metadata: SyncMetadata): TaskAnswer {
  const { number, title, state, url } = issue;
  return { id, number, backend: tracker.backendName, title, state, url, sync_metadata: metadata };
}

function issueOf(task: TaskSpec, parent: number | null): NewIssue {
  const { title, description, type, priority, labels, assignees, milestone } = task;
  return {
    title,
    ...(description === undefined ? {} : { body: description }),
    ...(type === undefined ? {} : { type }),
    ...(priority === undefined ? {} : { priority }),
    ...(labels === undefined ? {} : { labels }),
    ...(assignees === undefined ? {} : { assignees }),
    ...(milestone === undefined ? {} : { milestone }),
    ...(parent === null ? {} : { parent }),
  };
}

async function resolveAll(ports: IngestPorts, caller: Caller, references: readonly TaskReference[]) {
  const numbers: number[] = [];
  for (const reference of references) numbers.push(await resolve(ports, caller, 'depends_on', reference));
  return [...new Set(numbers)];
}

/** The number of an issue that is there: before anything is created for one that is not. */
async function resolve(
  { tracker, tasks }: IngestPorts,
  { keyId }: Caller,
  field: string,
  reference: TaskReference,
): Promise<number> {
  const known = typeof reference === 'string' ? tasks.find({ keyId, taskId: reference }) : null;
  const number = typeof reference === 'number' ? reference : known?.issue;
  if (number === undefined || (known && known.backend !== tracker.backendName)) {
    throw new FixpointError('INVALID_INPUT', `${field}: there is no task ${reference}; send it first.`);
  }
  try {
    return (await tracker.get(number)).number;
  } catch (error) {
    if (!(error instanceof FixpointError) || !/NOT_FOUND$/.test(error.code)) throw error;
    throw new FixpointError('INVALID_INPUT', `${field}: there is no issue #${number}.`, { cause: error });
  }
}

/** Before an issue is created that would lack what it waits for. */
function checkLinks(
  { backendName, kind, capabilities }: Tracker,
  { depends_on: dependsOn = [] }: TaskSpec,
): void {
  if (dependsOn.length === 0 || capabilities['blocked-by'] !== 'unsupported') return;
  throw new FixpointError('UNSUPPORTED', `${backendName} (${kind}) has no blocked-by.`);
}

function checkMetadata({ metadata }: TaskSpec): void {
  if (metadata === undefined || Buffer.byteLength(JSON.stringify(metadata)) <= MAX_METADATA_BYTES) return;
  throw new FixpointError('INVALID_INPUT', `metadata: is at most ${MAX_METADATA_BYTES} bytes of JSON.`);
}
