import { z } from 'zod';

const Time = z.iso.datetime({ offset: true });

export const User = z.object({
  id: z.number().int(),
  login: z.string().min(1),
  name: z.string().nullish(),
});
export type User = z.infer<typeof User>;

export const Repository = z.object({
  full_name: z.string().min(1),
  has_issues: z.boolean(),
  archived: z.boolean(),
  permissions: z
    .object({
      admin: z.boolean().optional(),
      maintain: z.boolean().optional(),
      push: z.boolean().optional(),
      triage: z.boolean().optional(),
    })
    .optional(),
});
export type Repository = z.infer<typeof Repository>;

export const Label = z.object({
  name: z.string(),
  color: z.string().nullish(),
  description: z.string().nullish(),
});
export type Label = z.infer<typeof Label>;

export const Milestone = z.object({
  number: z.number().int().positive(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(['open', 'closed']),
  due_on: Time.nullish(),
});
export type Milestone = z.infer<typeof Milestone>;

export const IssueType = z.object({ name: z.string().min(1), is_enabled: z.boolean().optional() });
export type IssueType = z.infer<typeof IssueType>;

/** Read `assignees`, never `assignee`: API version 2026-03-10 removes it. */
export const Issue = z.object({
  id: z.number().int(),
  node_id: z.string(),
  number: z.number().int().positive(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']),
  state_reason: z.string().nullish(),
  user: User.nullish(),
  labels: z.array(z.union([z.string().transform((name) => ({ name })), Label])),
  assignees: z.array(User).nullish(),
  milestone: Milestone.nullish(),
  type: IssueType.nullish(),
  pull_request: z.object({}).nullish(),
  parent_issue_url: z.string().nullish(),
  sub_issues_summary: z.object({ total: z.number().int() }).nullish(),
  comments: z.number().int(),
  repository_url: z.string(),
  html_url: z.string(),
  created_at: Time,
  updated_at: Time,
  closed_at: Time.nullish(),
});
export type Issue = z.infer<typeof Issue>;

export const Comment = z.object({
  id: z.number().int(),
  body: z.string().nullish(),
  user: User.nullish(),
  issue_url: z.string(),
  html_url: z.string(),
  created_at: Time,
  updated_at: Time,
});
export type Comment = z.infer<typeof Comment>;

/** Of GraphQL, where an installation token, which is no user, can still ask who it is. */
export const Viewer = z.object({ viewer: z.object({ id: z.string(), login: z.string().min(1) }) });
