import type { CapabilityTable } from '@fixpoint/issue-core/backend/capabilities.ts';

/** Gitea 1.26. Its search is for whole words, so text is looked for on this side. */
export const GITEA_CAPABILITIES: CapabilityTable = {
  'in-progress': 'encoded',
  'close-reason': 'beside',
  type: 'encoded',
  priority: 'encoded',
  'several-assignees': 'native',
  milestones: 'native',
  parent: 'beside',
  'blocked-by': 'native',
  relates: 'beside',
  duplicates: 'beside',
  attachments: 'native',
  'delete-issue': 'native',
  'delete-comment': 'native',
  'changes-since': 'native',
  'comment-changes-since': 'native',
  'text-search': 'beside',
};
