import type { CapabilityTable } from '@fixpoint/issue-core/backend/capabilities.ts';

/** What the licence of the project allows: `paid` is GitLab Premium or Ultimate. */
export type GitLabTier = 'free' | 'paid';

const FREE: CapabilityTable = {
  'in-progress': 'encoded',
  // REST tells of one reason only, that it is a duplicate, and takes none.
  'close-reason': 'beside',
  // Incidents and tasks are native; whatever else is a label.
  type: 'encoded',
  priority: 'encoded',
  'several-assignees': 'unsupported',
  milestones: 'native',
  parent: 'beside',
  'blocked-by': 'beside',
  relates: 'native',
  duplicates: 'beside',
  attachments: 'native',
  'delete-issue': 'native',
  'delete-comment': 'native',
  'changes-since': 'native',
  // Notes can be asked for by issue only; writing one changes its issue.
  'comment-changes-since': 'unsupported',
  // GitLab searches for whole words: less than what matches.
  'text-search': 'beside',
};

export const GITLAB_CAPABILITIES: Readonly<Record<GitLabTier, CapabilityTable>> = {
  free: FREE,
  paid: { ...FREE, 'several-assignees': 'native', 'blocked-by': 'native' },
};
