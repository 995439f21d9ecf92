/** What GitLab would keep. Handlers change it in place: it is the simulator's whole memory. */
export interface World {
  readonly users: SimUser[];
  /** Whose a token is. */
  readonly tokens: Map<string, SimUser>;
  readonly projects: SimProject[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly edition: Edition;
  nextId: number;
}

export interface Edition {
  readonly version: string;
  /** Premium and Ultimate have several assignees, blocking, scoped labels and weights. */
  readonly licence: 'free' | 'paid';
  /** Whether project issues are paged by a place in their order, as since 18.3. */
  readonly keyset: boolean;
}

export interface SimUser {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly isAdmin: boolean;
}

export const ACCESS = {
  guest: 10,
  planner: 15,
  reporter: 20,
  developer: 30,
  maintainer: 40,
  owner: 50,
} as const;
export type AccessLevel = (typeof ACCESS)[keyof typeof ACCESS];

export interface SimProject {
  readonly id: number;
  /** With its namespaces. */
  path: string;
  readonly createdAt: string;
  readonly visibility: 'public' | 'private';
  /** By user name. */
  readonly members: Map<string, AccessLevel>;
  issuesEnabled: boolean;
  /** Former paths, which redirect to it. */
  readonly formerPaths: string[];
  /** Those of its group among them. */
  readonly labels: SimLabel[];
  readonly milestones: SimMilestone[];
  readonly issues: SimIssue[];
  readonly notes: SimNote[];
  readonly links: SimLink[];
  readonly uploads: SimUpload[];
  nextIid: number;
  nextMilestoneIid: number;
}

export interface SimLabel {
  readonly id: number;
  readonly createdAt: string;
  readonly groupId: number | null;
  name: string;
  color: string;
  description: string | null;
  priority: number | null;
}

export interface SimMilestone {
  readonly id: number;
  readonly iid: number;
  readonly groupId: number | null;
  readonly createdAt: string;
  title: string;
  description: string;
  state: 'active' | 'closed';
  dueDate: string | null;
  startDate: string | null;
  updatedAt: string;
}

export const ISSUE_TYPES = ['issue', 'incident', 'test_case', 'task'] as const;
export type IssueType = (typeof ISSUE_TYPES)[number];

export interface SimIssue {
  readonly id: number;
  readonly iid: number;
  readonly author: SimUser;
  readonly createdAt: string;
  title: string;
  description: string | null;
  state: 'opened' | 'closed';
  type: IssueType;
  labels: SimLabel[];
  assignees: SimUser[];
  milestone: SimMilestone | null;
  confidential: boolean;
  /** Null until somebody says so. */
  discussionLocked: boolean | null;
  updatedAt: string;
  closedAt: string | null;
  closedBy: SimUser | null;
}

export interface SimNote {
  readonly id: number;
  readonly issue: SimIssue;
  readonly author: SimUser;
  readonly system: boolean;
  readonly internal: boolean;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
}

/** `blocks`: the source blocks the target. */
export interface SimLink {
  readonly id: number;
  readonly source: SimIssue;
  readonly target: SimIssue;
  readonly type: 'relates_to' | 'blocks';
  readonly createdAt: string;
}

export interface SimUpload {
  readonly id: number;
  readonly secret: string;
  readonly fileName: string;
  readonly file: File;
  readonly createdAt: string;
  readonly uploadedBy: SimUser;
}

export function createWorld(edition: Edition, now: () => number = Date.now): World {
  return { users: [], tokens: new Map(), projects: [], now, edition, nextId: 1_000 };
}

export function takeId(world: World): number {
  world.nextId += 1;
  return world.nextId;
}

/** As GitLab writes times, with parts of seconds. */
export function timeOf(world: World): string {
  return new Date(world.now()).toISOString();
}

export function addUser(world: World, username: string, isAdmin = false): SimUser {
  const user = { id: takeId(world), username, name: `${username} by name`, isAdmin };
  world.users.push(user);
  return user;
}

export function addProject(
  world: World,
  of: Pick<SimProject, 'path' | 'visibility' | 'members'>,
): SimProject {
  const project: SimProject = {
    ...{ id: takeId(world), createdAt: timeOf(world), issuesEnabled: true, formerPaths: [] },
    ...{ labels: [], milestones: [], issues: [], notes: [], links: [], uploads: [] },
    ...{ nextIid: 1, nextMilestoneIid: 1, ...of },
  };
  world.projects.push(project);
  return project;
}

/** 0 for those who are no members. */
export function levelOf({ members }: SimProject, user: SimUser): number {
  return user.isAdmin ? ACCESS.owner : (members.get(user.username) ?? 0);
}

export function canReadProject(project: SimProject, user: SimUser): boolean {
  return project.visibility === 'public' || levelOf(project, user) > 0;
}

/** Sets labels, people, milestones and types. */
export function canTriage(project: SimProject, user: SimUser): boolean {
  return levelOf(project, user) >= ACCESS.planner;
}

export function canReadIssue(project: SimProject, issue: SimIssue, user: SimUser): boolean {
  if (!canReadProject(project, user)) return false;
  return !issue.confidential || canTriage(project, user) || [issue.author, ...issue.assignees].includes(user);
}

/** User names have no case; labels and titles do. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
