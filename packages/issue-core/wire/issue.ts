import { z } from 'zod';
import {
  Body,
  CloseReason,
  IssueNumber,
  Moment,
  Name,
  Names,
  Priority,
  QueryText,
  State,
  Title,
} from './fields.ts';

const Time = z.string().describe('ISO 8601, by the clock of the tracker');

export const IssueAnswer = z
  .object({
    id: z.string(),
    number: IssueNumber,
    title: z.string(),
    body: z.string(),
    state: State,
    closeReason: CloseReason.nullable(),
    type: z.string().nullable(),
    priority: Priority.nullable(),
    labels: z.array(z.string()).readonly(),
    assignees: z.array(z.string()).readonly(),
    milestone: z.string().nullable(),
    parent: IssueNumber.nullable(),
    author: z.string().nullable(),
    commentCount: z.int(),
    createdAt: Time,
    updatedAt: Time,
    closedAt: Time.nullable(),
    url: z.string().nullable(),
  })
  .meta({ id: 'Issue' });

const fields = {
  body: Body.exactOptional(),
  state: State.exactOptional(),
  closeReason: CloseReason.nullable().exactOptional(),
  type: Name.nullable().exactOptional(),
  priority: Priority.nullable().exactOptional(),
  milestone: Name.nullable().exactOptional(),
  parent: IssueNumber.nullable().exactOptional(),
};

export const NewIssue = z.strictObject({
  title: Title,
  ...fields,
  labels: Names.exactOptional(),
  assignees: Names.exactOptional(),
});

/** What is left out stays. Labels and assignees: either all of them, or what is added and removed. */
export const IssueEdit = z.strictObject({
  title: Title.exactOptional(),
  ...fields,
  labels: Names.exactOptional(),
  assignees: Names.exactOptional(),
  addLabels: Names.exactOptional(),
  removeLabels: Names.exactOptional(),
  addAssignees: Names.exactOptional(),
  removeAssignees: Names.exactOptional(),
  expectedUpdatedAt: Moment.exactOptional(),
});

/** Which issues a bulk edit is about. */
export const BulkSelection = z.union([
  z.strictObject({ numbers: z.array(IssueNumber).max(1_000) }),
  z.strictObject({ query: QueryText.min(1) }),
]);
