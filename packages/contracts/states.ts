/** The states of an issue: search attribute, status comment and console show the same word. */
export const ISSUE_STATES = [
  'queued',
  'preparing',
  'reproducing',
  'fixing',
  'checking',
  'proposing',
  'in-review',
  'waiting-for-reply',
  'blocked',
  'merged',
  'closed',
  'stopped',
] as const;

export type IssueState = (typeof ISSUE_STATES)[number];
