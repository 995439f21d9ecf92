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

const AT_WORK = new Set<IssueState>([
  'queued',
  'preparing',
  'reproducing',
  'fixing',
  'checking',
  'proposing',
]);

/** Whether nothing goes on by itself: the run has ended, and a person is next, or nobody. */
export function isRunOver(state: IssueState): boolean {
  return !AT_WORK.has(state);
}
