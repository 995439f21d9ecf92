export interface Label {
  readonly name: string;
  /** `#rrggbb`, lower-case. */
  readonly color: string;
  readonly description: string;
}

export interface Milestone {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly state: 'open' | 'closed';
  /** `YYYY-MM-DD` */
  readonly dueOn: string | null;
}

export interface MilestoneChange {
  readonly title?: string;
  readonly description?: string;
  readonly state?: Milestone['state'];
  readonly dueOn?: string | null;
}

export interface User {
  readonly id: string;
  readonly login: string;
  readonly name: string | null;
}
