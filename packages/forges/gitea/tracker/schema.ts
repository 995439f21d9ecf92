import { z } from 'zod';

/** Gitea writes times in the zone of its server; ours are in UTC. */
const Instant = z.iso.datetime({ offset: true }).transform((time) => new Date(time).toISOString());
/** Gitea writes null for an empty list. */
function listOf<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

/** A deleted user has the id -1. */
export const User = z.object({ id: z.number().int(), login: z.string(), full_name: z.string().default('') });
export type User = z.infer<typeof User>;
export const Users = listOf(User);

export const Repository = z.object({
  full_name: z.string(),
  has_issues: z.boolean().default(true),
  archived: z.boolean().default(false),
  permissions: z.object({ push: z.boolean() }).nullish(),
});

export const Version = z.object({ version: z.string() });

export const Label = z.object({
  id: z.number().int(),
  name: z.string(),
  color: z.string(),
  description: z.string().default(''),
  is_archived: z.boolean().default(false),
});
export type Label = z.infer<typeof Label>;
export const Labels = listOf(Label);

export const Milestone = z.object({
  id: z.number().int(),
  title: z.string(),
  description: z.string().default(''),
  state: z.enum(['open', 'closed']),
  /** Kept as the server wrote it: the zone says which day is meant. */
  due_on: z.iso.datetime({ offset: true }).nullish(),
});
export type Milestone = z.infer<typeof Milestone>;
export const Milestones = listOf(Milestone);

export const Attachment = z.object({
  id: z.number().int(),
  uuid: z.guid(),
  name: z.string(),
  size: z.number().int(),
  created_at: Instant,
  browser_download_url: z.string(),
});
export const Attachments = listOf(Attachment);

export const Issue = z.object({
  id: z.number().int(),
  number: z.number().int().positive(),
  title: z.string(),
  body: z.string().nullish(),
  user: User.nullish(),
  state: z.enum(['open', 'closed']),
  labels: listOf(z.object({ id: z.number().int(), name: z.string() })),
  assignees: listOf(User),
  milestone: z.object({ id: z.number().int(), title: z.string() }).nullish(),
  comments: z.number().int(),
  created_at: Instant,
  updated_at: Instant,
  closed_at: Instant.nullish(),
  html_url: z.string(),
  pull_request: z.unknown().nullish(),
});
export type Issue = z.infer<typeof Issue>;
export const Issues = listOf(Issue);

/** One end of a dependency, which may be in another repository, or hidden: then it has the number 0. */
export const LinkedIssue = z.object({
  number: z.number().int(),
  repository: z.object({ full_name: z.string() }).nullish(),
  pull_request: z.unknown().nullish(),
});
export type LinkedIssue = z.infer<typeof LinkedIssue>;
export const LinkedIssues = listOf(LinkedIssue);

export const Comment = z.object({
  id: z.number().int(),
  body: z.string(),
  user: User.nullish(),
  /** Empty on a pull request. */
  issue_url: z.string(),
  created_at: Instant,
  updated_at: Instant,
  html_url: z.string(),
});
export type Comment = z.infer<typeof Comment>;
export const Comments = listOf(Comment);
