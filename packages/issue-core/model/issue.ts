export const ISSUE_STATES = ['open', 'in_progress', 'closed'] as const;
export type IssueState = (typeof ISSUE_STATES)[number];

/** From the most to the least urgent. */
export const PRIORITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const CLOSE_REASONS = ['completed', 'not_planned', 'duplicate'] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/** An issue, the same for every tracker. Times are ISO 8601 in UTC; people are logins. */
export interface Issue {
  /** The tracker's own stable id. */
  readonly id: string;
  /** What people call it (`#42`); unique within its backend. */
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: IssueState;
  /** Null while it is not closed, and where the tracker does not say. */
  readonly closeReason: CloseReason | null;
  /** `bug`, `feature`, `task`, or whatever the tracker has; lower-case. */
  readonly type: string | null;
  readonly priority: Priority | null;
  /** Without those that carry state, type or priority on trackers which have no field for them. */
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** By its title. */
  readonly milestone: string | null;
  /** Null where it has none, or the tracker does not list it: `listLinks` knows. */
  readonly parent: number | null;
  readonly author: string | null;
  readonly commentCount: number;
  readonly createdAt: string;
  /** By the tracker's clock. */
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly url: string | null;
}

export interface NewIssue {
  readonly title: string;
  readonly body?: string;
  readonly state?: IssueState;
  readonly closeReason?: CloseReason | null;
  readonly type?: string | null;
  readonly priority?: Priority | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly milestone?: string | null;
  readonly parent?: number | null;
}

/** What is left out stays. Labels and assignees are deltas, so that nobody else's are lost. */
export interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: IssueState;
  readonly closeReason?: CloseReason | null;
  readonly type?: string | null;
  readonly priority?: Priority | null;
  readonly addLabels?: readonly string[];
  readonly removeLabels?: readonly string[];
  readonly addAssignees?: readonly string[];
  readonly removeAssignees?: readonly string[];
  readonly milestone?: string | null;
  readonly parent?: number | null;
}
