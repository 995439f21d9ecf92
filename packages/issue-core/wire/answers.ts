import { z } from 'zod';
import { CAPABILITIES } from '../backend/capabilities.ts';
import { EventAnswer } from './event.ts';
import { IssueNumber, LinkKind } from './fields.ts';
import { IssueAnswer } from './issue.ts';
import { JsonObject } from './json-object.ts';
import { SCOPES } from './scopes.ts';

const Time = z.string().describe('ISO 8601');

export const CommentAnswer = z
  .object({
    id: z.string(),
    issueNumber: IssueNumber,
    body: z.string(),
    author: z.string().nullable(),
    createdAt: Time,
    updatedAt: Time,
    url: z.string().nullable(),
  })
  .meta({ id: 'Comment' });

export const AttachmentAnswer = z
  .object({
    id: z.string(),
    issueNumber: IssueNumber,
    name: z.string(),
    sizeBytes: z.int().nullable(),
    createdAt: Time.nullable(),
    url: z.string().nullable(),
  })
  .meta({ id: 'Attachment' });

export const LabelAnswer = z
  .object({ name: z.string(), color: z.string(), description: z.string() })
  .meta({ id: 'Label' });

export const MilestoneAnswer = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    state: z.enum(['open', 'closed']),
    dueOn: z.string().nullable(),
  })
  .meta({ id: 'Milestone' });

export const UserAnswer = z
  .object({ id: z.string(), login: z.string(), name: z.string().nullable() })
  .meta({ id: 'User' });

export const LinkAnswer = z.object({ kind: LinkKind, number: IssueNumber }).meta({ id: 'Link' });

export const ClaimAnswer = z
  .object({
    backend: z.string(),
    issue: IssueNumber,
    token: z.int().describe('The fencing token: send it with every write under this claim'),
    agent: z.string(),
    claimedAt: Time,
    expiresAt: Time,
    heartbeatEveryMs: z.int(),
  })
  .meta({ id: 'Claim' });

export const AgentStateAnswer = z
  .object({
    backend: z.string(),
    issue: IssueNumber,
    agent: z.string(),
    state: JsonObject,
    revision: z.int(),
    updatedAt: Time,
  })
  .meta({ id: 'AgentState' });

export const AgentAnswer = z
  .object({
    name: z.string(),
    kind: z.enum(['human', 'agent']),
    roles: z.array(z.string()).readonly(),
    registeredAt: Time,
  })
  .meta({ id: 'Agent' });

export const IssueDetailAnswer = z
  .object({
    issue: IssueAnswer,
    links: z.array(LinkAnswer).readonly(),
    claim: ClaimAnswer.nullable(),
    deferredUntil: Time.nullable(),
    agentStates: z.array(AgentStateAnswer).readonly(),
  })
  .meta({ id: 'IssueDetail' });

export const IssueFactsAnswer = z
  .object({
    blockedBy: z.array(IssueNumber).readonly(),
    blocks: z.array(IssueNumber).readonly(),
    blocked: z.boolean(),
    claimedBy: z.string().nullable(),
    abandoned: z.boolean().describe('Its last claim ran out, and nobody took it since'),
    deferred: z.boolean(),
  })
  .meta({ id: 'IssueFacts' });

export const ReadyIssueAnswer = z
  .object({ issue: IssueAnswer, claim: ClaimAnswer.nullable() })
  .meta({ id: 'ReadyIssue' });

export const TakenAnswer = z.object({
  taken: ReadyIssueAnswer.nullable().describe('Null when nothing is ready'),
});

export const HolderAnswer = z.object({
  claim: ClaimAnswer.nullable().describe('Null while nobody holds it'),
});

export const ReleasedAnswer = z.object({ released: z.boolean() });

export const EventsAnswer = z.object({
  events: z.array(EventAnswer).readonly(),
  cursor: z.int().describe('The `after` of the next request'),
});

export const LastEventAnswer = z.object({ seq: z.int().describe('0 when nothing happened yet') });

/** Who asks. */
export const CallerAnswer = z.object({
  keyId: z.string(),
  agent: z.string(),
  scopes: z.array(z.enum(SCOPES)).readonly(),
});

export const DuplicateAnswer = z
  .object({ number: IssueNumber, title: z.string(), similarity: z.number() })
  .meta({ id: 'Duplicate' });

export const BulkReportAnswer = z
  .object({
    results: z
      .array(
        z.union([
          z.object({ number: IssueNumber, ok: z.literal(true), issue: IssueAnswer }),
          z.object({
            number: IssueNumber,
            ok: z.literal(false),
            error: z.object({ code: z.string(), message: z.string() }),
          }),
        ]),
      )
      .readonly(),
    failed: z.int(),
    more: z.boolean().describe('More fit the query than one call edits; call again'),
  })
  .meta({ id: 'BulkReport' });

export const CheckAnswer = z
  .object({ login: z.string(), target: z.string(), canWrite: z.boolean(), version: z.string().nullable() })
  .meta({ id: 'BackendCheck' });

const Support = z.enum(['native', 'encoded', 'beside', 'unsupported']);

export const BackendAnswer = z
  .object({
    name: z.string(),
    kind: z.string(),
    isDefault: z.boolean(),
    readOnly: z.boolean(),
    capabilities: z.record(z.enum(CAPABILITIES), Support),
  })
  .meta({ id: 'Backend' });

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item).readonly(),
    next: z.string().nullable().describe('The `cursor` of the next page; null on the last'),
    total: z.int().nullable().describe('Over all pages; null unless it is known for certain'),
  });
}
