import type { IssueBackend } from '../backend/port.ts';
import type { Comment } from '../model/comment.ts';
import type { Issue } from '../model/issue.ts';
import type { User } from '../model/label.ts';
import type { UserNames } from './user-names.ts';

/** The tracker of side b, in which people have the names of side a: what is read is translated, and what is written back. */
export function withNamesOfA(backend: IssueBackend, { toA, toB }: UserNames): IssueBackend {
  const person = (user: User): User => ({ ...user, login: toA(user.login) });
  const known = (login: string | null) => (login === null ? null : toA(login));
  const issue = (read: Issue): Issue => ({
    ...read,
    author: known(read.author),
    assignees: read.assignees.map(toA),
  });
  const comment = (read: Comment): Comment => ({ ...read, author: known(read.author) });
  const all = <T, Page extends { readonly items: readonly T[] }>(page: Page, one: (item: T) => T): Page => ({
    ...page,
    items: page.items.map(one),
  });
  return {
    ...backend,
    listIssues: async (request) => all(await backend.listIssues(request), issue),
    getIssue: async (number) => issue(await backend.getIssue(number)),
    createIssue: async (given, options) => {
      const assignees = given.assignees ? { assignees: given.assignees.map(toB) } : {};
      return issue(await backend.createIssue({ ...given, ...assignees }, options));
    },
    updateIssue: async (number, change, options) => {
      const { addAssignees, removeAssignees } = change;
      const deltas = {
        ...(addAssignees ? { addAssignees: addAssignees.map(toB) } : {}),
        ...(removeAssignees ? { removeAssignees: removeAssignees.map(toB) } : {}),
      };
      return issue(await backend.updateIssue(number, { ...change, ...deltas }, options));
    },
    findCreatedIssue: async (operationId) => {
      const found = await backend.findCreatedIssue(operationId);
      return found && issue(found);
    },
    listComments: async (number, cursor) => all(await backend.listComments(number, cursor), comment),
    createComment: async (...given) => comment(await backend.createComment(...given)),
    updateComment: async (...given) => comment(await backend.updateComment(...given)),
    findCreatedComment: async (number, operationId) => {
      const found = await backend.findCreatedComment(number, operationId);
      return found && comment(found);
    },
    listUsers: async (cursor) => all(await backend.listUsers(cursor), person),
    currentUser: async () => person(await backend.currentUser()),
    changedIssues: async (cursor, pageSize) => all(await backend.changedIssues(cursor, pageSize), issue),
    changedComments: async (cursor, pageSize) =>
      all(await backend.changedComments(cursor, pageSize), comment),
  };
}
