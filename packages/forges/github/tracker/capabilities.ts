import type { CapabilityTable } from '@fixpoint/issue-core/backend/capabilities.ts';

export const GITHUB_CAPABILITIES: CapabilityTable = {
  'in-progress': 'encoded',
  'close-reason': 'native',
  // Native where the organisation has this type; which it has is known only by asking.
  type: 'encoded',
  priority: 'encoded',
  'several-assignees': 'native',
  milestones: 'native',
  parent: 'native',
  'blocked-by': 'native',
  relates: 'beside',
  duplicates: 'beside',
  attachments: 'unsupported',
  'delete-issue': 'native',
  'delete-comment': 'native',
  'changes-since': 'native',
  'comment-changes-since': 'native',
  // GitHub's search finds whole words, and only after a while: less than what matches.
  'text-search': 'beside',
};
