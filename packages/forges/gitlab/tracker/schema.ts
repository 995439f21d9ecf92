import { z } from 'zod';

const Id = z.number().int().positive();
/** GitLab writes some times in the zone of its server; ours are in UTC. */
const Instant = z.iso.datetime({ offset: true }).transform((time) => new Date(time).toISOString());

export const User = z.object({
  id: Id,
  username: z.string().min(1),
  name: z.string().nullish(),
  /** `active`, `blocked`, … */
  state: z.string().nullish(),
  /** Only where one looks at oneself. */
  is_admin: z.boolean().nullish(),
});
export type User = z.infer<typeof User>;
export const Users = z.array(User);

const Access = z.object({ access_level: z.number().int() }).nullish();
export const Project = z.object({
  id: Id,
  path_with_namespace: z.string().min(1),
  archived: z.boolean().nullish(),
  issues_access_level: z.string().nullish(),
  permissions: z.object({ project_access: Access, group_access: Access }).nullish(),
});

export const Version = z.object({ version: z.string() });

export const Label = z.object({
  id: Id,
  name: z.string(),
  color: z.string(),
  description: z.string().nullish(),
  /** False for those of a group, for all its projects. */
  is_project_label: z.boolean().nullish(),
});
export type Label = z.infer<typeof Label>;
export const Labels = z.array(Label);

export const Milestone = z.object({
  id: Id,
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(['active', 'closed']),
  due_date: z.iso.date().nullish(),
});
export type Milestone = z.infer<typeof Milestone>;
export const Milestones = z.array(Milestone);

export const Issue = z.object({
  id: Id,
  /** What people call it; `id` is for the whole server. */
  iid: Id,
  project_id: Id,
  title: z.string(),
  description: z.string().nullish(),
  /** `opened` or `closed`. */
  state: z.string(),
  issue_type: z.string().nullish(),
  labels: z.array(z.string()),
  assignees: Users.nullish(),
  author: User.nullish(),
  milestone: z.object({ id: Id, title: z.string() }).nullish(),
  confidential: z.boolean().nullish(),
  user_notes_count: z.number().int().nullish(),
  created_at: Instant,
  updated_at: Instant,
  closed_at: Instant.nullish(),
  web_url: z.string(),
});
export type Issue = z.infer<typeof Issue>;
export const Issues = z.array(Issue);

/** Perhaps of another project. */
export const LinkedIssue = z.object({
  iid: Id,
  project_id: Id,
  confidential: z.boolean().nullish(),
  issue_link_id: Id,
  /** `relates_to`, `blocks` or `is_blocked_by`, seen from the issue that was asked about. */
  link_type: z.string(),
});
export type LinkedIssue = z.infer<typeof LinkedIssue>;
export const LinkedIssues = z.array(LinkedIssue);

export const Note = z.object({
  id: Id,
  body: z.string(),
  author: User.nullish(),
  /** What GitLab itself notes of a change. */
  system: z.boolean(),
  internal: z.boolean().nullish(),
  /** Its name before GitLab 15.5. */
  confidential: z.boolean().nullish(),
  created_at: Instant,
  updated_at: Instant,
});
export type Note = z.infer<typeof Note>;
export const Notes = z.array(Note);

/** `url` is what texts link to: `/uploads/<secret>/<file name>`. */
export const Upload = z.object({ url: z.string().startsWith('/uploads/') });
