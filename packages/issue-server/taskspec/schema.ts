import {
  Body,
  Day,
  IssueNumber,
  Moment,
  Name,
  Names,
  Priority,
  State,
  Title,
} from '@fixpoint/issue-core/wire/fields.ts';
import { JsonObject } from '@fixpoint/issue-core/wire/json-object.ts';
import { z } from 'zod';

/** Visible ASCII, so that it goes into headers and URLs. */
export const TaskId = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'Use 1 to 200 visible ASCII characters without blanks')
  .describe('The task, in the system that it comes from');
const Reference = z
  .union([IssueNumber, TaskId])
  .describe('The number of an issue, or the id of a task that came with the same key');
const Line = z.string().min(1).max(500);

const Source = z.strictObject({
  system: Line.describe('What made the task, such as `activity-core`'),
  run_id: Line.exactOptional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .exactOptional(),
  actor: Line.exactOptional().describe('The person or program on whose behalf'),
});

/** Work that another system hands over: docs/taskspec.md. */
export const TaskSpec = z
  .strictObject({
    id: TaskId,
    title: Title,
    description: Body.exactOptional(),
    type: Name.exactOptional(),
    priority: Priority.exactOptional(),
    labels: Names.exactOptional(),
    assignees: Names.exactOptional(),
    milestone: Name.exactOptional().describe('By its title; it must be there'),
    parent: Reference.exactOptional(),
    depends_on: z.array(Reference).max(100).exactOptional(),
    due: Day.exactOptional().describe('Kept in sync_metadata: trackers have no field for it'),
    not_before: Moment.exactOptional().describe('Keeps the issue out of the ready queue until then'),
    source: Source.exactOptional(),
    metadata: JsonObject.exactOptional().describe('Whatever the source wants back; at most 32 KiB'),
  })
  .meta({ id: 'TaskSpec' });
export type TaskSpec = z.infer<typeof TaskSpec>;
export type TaskReference = z.infer<typeof Reference>;

const SyncMetadata = z.object({
  schema: z.literal('taskspec/1'),
  task_id: z.string(),
  received_at: z.string(),
  key_id: z.string(),
  agent: z.string(),
  payload_sha256: z.string(),
  source: JsonObject.nullable(),
  metadata: JsonObject.nullable(),
  due: z.string().nullable(),
  parent: IssueNumber.nullable(),
  depends_on: z.array(IssueNumber).readonly(),
});
export type SyncMetadata = z.infer<typeof SyncMetadata>;

export const TaskAnswer = z
  .object({
    id: z.string().describe('That of the task'),
    number: IssueNumber,
    backend: z.string(),
    title: z.string(),
    state: State,
    url: z.string().nullable(),
    sync_metadata: SyncMetadata.describe('Where it comes from; kept beside the issue'),
  })
  .meta({ id: 'Task' });
export type TaskAnswer = z.infer<typeof TaskAnswer>;

export const StoredSyncMetadata = z.object({ sync_metadata: SyncMetadata });
