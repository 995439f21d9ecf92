/** What GitHub would keep. Handlers change it in place: it is the simulator's whole memory. */
export interface World {
  readonly users: SimUser[];
  /** Whose a token is. */
  readonly tokens: Map<string, SimUser>;
  readonly repositories: SimRepository[];
  /** Milliseconds since 1970. GitHub's times have whole seconds. */
  readonly now: () => number;
  nextId: number;
}

export interface SimUser {
  readonly id: number;
  readonly login: string;
  readonly name: string | null;
  readonly kind: 'User' | 'Organization' | 'Bot';
}

export type Role = 'read' | 'triage' | 'write' | 'admin';

export interface SimRepository {
  readonly id: number;
  owner: SimUser;
  name: string;
  readonly createdAt: string;
  readonly roles: Map<string, Role>;
  readonly isPrivate: boolean;
  hasIssues: boolean;
  /** Former `owner/name`s, which redirect to it. */
  readonly formerNames: string[];
  /** Null where the owner is no organisation. */
  readonly issueTypes: readonly SimIssueType[] | null;
  readonly labels: SimLabel[];
  readonly milestones: SimMilestone[];
  readonly issues: SimIssue[];
  readonly comments: SimComment[];
  nextNumber: number;
  nextMilestone: number;
}

export interface SimIssueType {
  readonly id: number;
  readonly name: string;
}

export interface SimLabel {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface SimMilestone {
  readonly id: number;
  readonly number: number;
  readonly creator: SimUser;
  readonly createdAt: string;
  title: string;
  description: string | null;
  state: 'open' | 'closed';
  dueOn: string | null;
  updatedAt: string;
  closedAt: string | null;
}

export type StateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened';

export interface SimIssue {
  readonly id: number;
  readonly number: number;
  readonly author: SimUser;
  readonly createdAt: string;
  readonly isPullRequest: boolean;
  readonly blockedBy: Set<SimIssue>;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: StateReason | null;
  labels: SimLabel[];
  assignees: SimUser[];
  milestone: SimMilestone | null;
  type: SimIssueType | null;
  parent: SimIssue | null;
  updatedAt: string;
  closedAt: string | null;
  closedBy: SimUser | null;
  gone: { readonly kind: 'deleted' } | { readonly kind: 'transferred'; readonly to: string } | null;
}

export interface SimComment {
  readonly id: number;
  readonly issue: SimIssue;
  readonly author: SimUser;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
}

export function createWorld(now: () => number = Date.now): World {
  return { users: [], tokens: new Map(), repositories: [], now, nextId: 1_000 };
}

export function takeId(world: World): number {
  world.nextId += 1;
  return world.nextId;
}

/** As GitHub writes times. */
export function timeOf(world: World): string {
  return isoSeconds(world.now());
}

export function isoSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

export function addUser(world: World, login: string, kind: SimUser['kind'] = 'User'): SimUser {
  const user = { id: takeId(world), login, name: kind === 'Bot' ? null : `${login} by name`, kind };
  world.users.push(user);
  return user;
}

export interface NewRepository {
  readonly owner: SimUser;
  readonly name: string;
  readonly roles: ReadonlyMap<string, Role>;
  readonly isPrivate?: boolean;
  readonly issueTypes?: readonly string[];
}

export function addRepository(world: World, of: NewRepository): SimRepository {
  const types = of.issueTypes?.map((name) => ({ id: takeId(world), name })) ?? null;
  const repository: SimRepository = {
    ...{ id: takeId(world), owner: of.owner, name: of.name, createdAt: timeOf(world) },
    ...{ roles: new Map(of.roles), isPrivate: of.isPrivate ?? false, hasIssues: true, formerNames: [] },
    ...{ issueTypes: types, labels: [], milestones: [], issues: [], comments: [] },
    ...{ nextNumber: 1, nextMilestone: 1 },
  };
  world.repositories.push(repository);
  return repository;
}

export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function roleOf(repository: SimRepository, user: SimUser): Role | null {
  return repository.roles.get(user.login) ?? (repository.isPrivate ? null : 'read');
}

/** Sets labels, people, milestones and types. */
export function canTriage(repository: SimRepository, user: SimUser): boolean {
  const role = roleOf(repository, user);
  return role !== null && role !== 'read';
}

export function canWrite(repository: SimRepository, user: SimUser): boolean {
  const role = roleOf(repository, user);
  return role === 'write' || role === 'admin';
}
