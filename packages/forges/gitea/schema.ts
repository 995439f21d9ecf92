import { z } from 'zod';

export const User = z.object({ id: z.number().int(), login: z.string().min(1) });
export type User = z.infer<typeof User>;

export const Repository = z.object({
  id: z.number().int(),
  name: z.string().min(1),
  owner: User,
  default_branch: z.string(),
  empty: z.boolean(),
  archived: z.boolean(),
  html_url: z.string(),
});
export type Repository = z.infer<typeof Repository>;

export const Label = z.object({ id: z.number().int(), name: z.string() });
export type Label = z.infer<typeof Label>;

const Branch = z.object({ ref: z.string(), sha: z.string(), repo_id: z.number().int() });

export const PullRequest = z.object({
  number: z.number().int().positive(),
  title: z.string(),
  state: z.enum(['open', 'closed']),
  merged: z.boolean(),
  draft: z.boolean().default(false),
  html_url: z.string(),
  head: Branch,
  base: Branch,
});
export type PullRequest = z.infer<typeof PullRequest>;
