import type { RepositoryRef } from '@fixpoint/contracts/ids.ts';
import { z } from 'zod';
import { User } from './schema.ts';

const time = z.iso.datetime({ offset: true });
const Repository = z.object({ id: z.number().int(), name: z.string().min(1), owner: User });

const Issue = z.object({
  id: z.number().int(),
  number: z.number().int().positive(),
  body: z.string().nullish(),
  user: User,
  created_at: time,
  closed_at: time.nullish(),
  labels: z.array(z.object({ name: z.string() })).nullish(),
  updated_at: time.nullish(),
});

export const IssuePayload = z.object({ issue: Issue, repository: Repository, sender: User });
export type IssuePayload = z.infer<typeof IssuePayload>;

export const CommentPayload = z.object({
  is_pull: z.boolean().default(false),
  comment: z.object({ id: z.number().int(), body: z.string(), user: User, created_at: time }),
  issue: Issue,
  repository: Repository,
});
export type CommentPayload = z.infer<typeof CommentPayload>;

export const ClosedPullPayload = z.object({
  pull_request: z.object({
    id: z.number().int(),
    number: z.number().int().positive(),
    merged: z.boolean(),
    closed_at: time,
    merged_by: User.nullish(),
  }),
  repository: Repository,
  sender: User,
});
export type ClosedPullPayload = z.infer<typeof ClosedPullPayload>;

export function toRepositoryRef(repository: z.infer<typeof Repository>, instance: string): RepositoryRef {
  return {
    forgeKind: 'gitea',
    forgeInstance: instance,
    repositoryId: String(repository.id),
    owner: repository.owner.login,
    name: repository.name,
  };
}
