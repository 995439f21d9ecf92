import type { Tracker } from './api.ts';
import { parentIn, readIssue } from './beside.ts';
import { commentOn } from './comments.ts';
import { keyOf, type TrackerContext } from './context.ts';
import { createIssue } from './create-issue.ts';
import { editIssue } from './edit-issue.ts';
import { editMany } from './edit-many.ts';
import { checkText } from './edit-support.ts';
import { factsOf } from './issue-facts.ts';
import { createLinkReader } from './link-reader.ts';
import { listIssues } from './list-issues.ts';
import { requireInTracker } from './support.ts';
import { checkWrite } from './write-rule.ts';

type IssueOperations = Pick<
  Tracker,
  | 'list'
  | 'get'
  | 'show'
  | 'facts'
  | 'create'
  | 'edit'
  | 'close'
  | 'reopen'
  | 'delete'
  | 'editMany'
  | 'assign'
  | 'unassign'
>;

export function issueOperations(context: TrackerContext): IssueOperations {
  const { backend, backendName, coordination, agent } = context;

  return {
    list: (options) => listIssues(context, options),
    get: (number) => readIssue(context, number),
    async show(number) {
      const key = keyOf(context, number);
      const issue = await readIssue(context, number);
      const links = await createLinkReader(context).linksOf(number);
      const parent = issue.parent ?? parentIn(links);
      const deferrals = await coordination.deferralsAmong(backendName, [number]);
      return {
        issue: { ...issue, parent },
        links,
        claim: await coordination.claimOf(key),
        deferredUntil: deferrals.get(number) ?? null,
        agentStates: await coordination.listAgentStates(key),
      };
    },
    async facts(number) {
      return factsOf(context, await readIssue(context, number), createLinkReader(context));
    },
    create: (issue, write) => createIssue(context, issue, write),
    edit: (number, edit, write) => editIssue(context, number, edit, write),
    async close(number, { reason, comment } = {}, write = {}) {
      if (comment !== undefined) checkText('comment', comment);
      const edit = { state: 'closed', ...(reason === undefined ? {} : { closeReason: reason }) } as const;
      const issue = await editIssue(context, number, edit, write);
      if (comment === undefined) return issue;
      await commentOn(context, number, comment, write);
      return readIssue(context, number);
    },
    async reopen(number, { comment } = {}, write = {}) {
      if (comment !== undefined) checkText('comment', comment);
      const { state } = await readIssue(context, number);
      const issue = await editIssue(context, number, { state: state === 'closed' ? 'open' : state }, write);
      if (comment === undefined) return issue;
      await commentOn(context, number, comment, write);
      return readIssue(context, number);
    },
    async delete(number, write = {}) {
      requireInTracker(context, 'delete-issue');
      const allowed = await checkWrite(context, number, 'work', write);
      const { title } = await backend.getIssue(number);
      await backend.deleteIssue(number, allowed);
      await coordination.forgetIssue(keyOf(context, number), agent, title);
    },
    editMany: (selection, edit, write) => editMany(context, selection, edit, write),
    assign: (number, logins, write) => editIssue(context, number, { addAssignees: logins }, write),
    unassign: (number, logins, write) => editIssue(context, number, { removeAssignees: logins }, write),
  };
}
