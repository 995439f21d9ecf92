import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Link } from '@fixpoint/issue-core/model/link.ts';
import { z } from 'zod';
import { MAX_PAGE_SIZE } from '../../tracker/stable-pages.ts';
import type { GitHubClient } from './client.ts';
import { listPages, type ReadPage } from './pages.ts';
import { readIssue } from './read-issues.ts';
import { Issue } from './schema.ts';
import { isPullRequest, toIssue } from './to-issue.ts';

const Issues = z.array(Issue);

/**
 * Parents and dependencies are native (docs.github.com/rest/issues/sub-issues, …/issue-dependencies); their requests take
 * an issue's id, not its number. That something relates or is a duplicate is kept beside.
 */
export function linkOperations(
  client: GitHubClient,
): Pick<IssueBackend, 'listLinks' | 'addLink' | 'removeLink'> {
  return {
    async listLinks(number) {
      const issue = await readIssue(client, number);
      const parent = await parentOf(client, issue);
      const children = issue.sub_issues_summary?.total === 0 ? [] : await readChildren(client, issue);
      const blockers = await readDependencies(client, issue, 'blocked_by');
      const blocked = await readDependencies(client, issue, 'blocks');
      return [
        ...(parent === null ? [] : [{ kind: 'parent', number: parent.number } as const]),
        ...toLinks('child', children),
        ...toLinks('blocked_by', blockers),
        ...toLinks('blocks', blocked),
      ];
    },
    async addLink(number, link, { signal } = {}) {
      const { kind, from, to } = directed(number, link);
      const [subject, object] = [await readIssue(client, from, signal), await readIssue(client, to, signal)];
      if (kind === 'parent') return setParent(client, subject, object.number, signal);
      const beyond = await readDependencies(client, object, 'blocked_by');
      if (from === to || beyond.some(({ id }) => id === subject.id)) throw circle(from, to);
      const present = await readDependencies(client, subject, 'blocked_by');
      if (present.some(({ id }) => id === object.id)) return;
      await client.call(
        `let #${from} be blocked by #${to}`,
        z.unknown(),
        ({ issues }, repository) =>
          issues.addBlockedByDependency({ ...repository, issue_number: from, issue_id: object.id }),
        signal,
      );
    },
    async removeLink(number, link, { signal } = {}) {
      const { kind, from, to } = directed(number, link);
      const [subject, object] = [await readIssue(client, from, signal), await readIssue(client, to, signal)];
      if (kind === 'parent') {
        const parent = await parentOf(client, subject);
        if (parent?.id === object.id) await removeParent(client, parent, subject, signal);
        return;
      }
      const present = await readDependencies(client, subject, 'blocked_by');
      if (!present.some(({ id }) => id === object.id)) return;
      await client.call(
        `let #${from} no longer be blocked by #${to}`,
        z.unknown(),
        ({ issues }, repository) =>
          issues.removeDependencyBlockedBy({ ...repository, issue_number: from, issue_id: object.id }),
        signal,
      );
    },
  };
}

/** Gives an issue this parent in the place of its own, or none; what is so already sends nothing. */
export async function setParent(
  client: GitHubClient,
  child: Issue,
  parent: number | null,
  signal?: AbortSignal,
): Promise<void> {
  const before = await parentOf(client, child);
  if ((before?.number ?? null) === parent) return;
  if (parent === null) {
    if (before) await removeParent(client, before, child, signal);
    return;
  }
  const above = await parentOf(client, await readIssue(client, parent, signal));
  if (parent === child.number || above?.id === child.id) throw circle(child.number, parent);
  await client.call(
    `make #${parent} the parent of #${child.number}`,
    z.unknown(),
    ({ issues }, repository) =>
      issues.addSubIssue({
        ...repository,
        issue_number: parent,
        sub_issue_id: child.id,
        replace_parent: true,
      }),
    signal,
  );
}

/** Longer circles are GitHub's and the coordination's to find. */
function circle(from: number, to: number): FixpointError {
  return new FixpointError('LINK_CYCLE', `#${to} depends on #${from} already, or is it.`);
}

async function removeParent(
  client: GitHubClient,
  parent: Issue,
  child: Issue,
  signal?: AbortSignal,
): Promise<void> {
  await client.call(
    `make #${parent.number} no longer the parent of #${child.number}`,
    z.unknown(),
    ({ issues }, repository) =>
      issues.removeSubIssue({ ...repository, issue_number: parent.number, sub_issue_id: child.id }),
    signal,
  );
}

/** Null also for a parent in another repository. */
async function parentOf(client: GitHubClient, issue: Issue): Promise<Issue | null> {
  if (issue.parent_issue_url === null) return null;
  if (issue.parent_issue_url !== undefined) {
    const { parent } = toIssue(issue);
    return parent === null ? null : readIssue(client, parent);
  }
  const found = await orNull(() =>
    client.call(`read the parent of #${issue.number}`, Issue, ({ issues }, repository) =>
      issues.getParent({ ...repository, issue_number: issue.number }),
    ),
  );
  return found && isBeside(issue)(found.data) ? found.data : null;
}

async function readChildren(client: GitHubClient, parent: Issue): Promise<readonly Issue[]> {
  const children = await listOrNone((page) =>
    client.call(`list the children of #${parent.number}`, Issues, ({ issues }, repository) =>
      issues.listSubIssues({
        ...repository,
        ...{ issue_number: parent.number, page, per_page: MAX_PAGE_SIZE },
      }),
    ),
  );
  return children.filter(isBeside(parent));
}

async function readDependencies(
  client: GitHubClient,
  issue: Issue,
  kind: 'blocked_by' | 'blocks',
): Promise<readonly Issue[]> {
  const dependencies = await listOrNone((page) =>
    client.call(`list what #${issue.number} ${kind}`, Issues, ({ issues }, repository) => {
      const parameters = {
        ...repository,
        ...{ issue_number: issue.number, page, per_page: MAX_PAGE_SIZE },
      };
      return kind === 'blocked_by'
        ? issues.listDependenciesBlockedBy(parameters)
        : issues.listDependenciesBlocking(parameters);
    }),
  );
  return dependencies.filter(isBeside(issue));
}

/** Links may lead into other repositories, where the number would mean something else. */
function isBeside(issue: Issue): (other: Issue) => boolean {
  return (other) =>
    !isPullRequest(other) && other.repository_url.toLowerCase() === issue.repository_url.toLowerCase();
}

/** Older Enterprise servers have no such lists; that the issue itself is there is known by now. */
async function listOrNone(read: ReadPage<Issue>): Promise<readonly Issue[]> {
  return (await orNull(() => listPages(read))) ?? [];
}

async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FixpointError && error.code === 'FORGE_NOT_FOUND') return null;
    throw error;
  }
}

function toLinks(kind: Link['kind'], issues: readonly Issue[]): readonly Link[] {
  return issues.map(({ number }) => ({ kind, number }));
}

interface DirectedLink {
  readonly kind: 'parent' | 'blocked_by';
  readonly from: number;
  readonly to: number;
}

/** Each link as GitHub stores it: from the child to its parent, from the blocked to its blocker. */
function directed(number: number, { kind, number: other }: Link): DirectedLink {
  switch (kind) {
    case 'parent':
    case 'blocked_by':
      return { kind, from: number, to: other };
    case 'child':
      return { kind: 'parent', from: other, to: number };
    case 'blocks':
      return { kind: 'blocked_by', from: other, to: number };
    case 'relates':
    case 'duplicates':
    case 'duplicated_by':
      throw new FixpointError('UNSUPPORTED', `GitHub has no link "${kind}"; it is kept beside.`);
    default:
      return assertNever(kind);
  }
}
