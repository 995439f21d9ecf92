import type { IssueBackend } from '../backend/port.ts';
import type { Issue } from '../model/issue.ts';
import { fold } from '../query/fold.ts';
import { applyChange, fieldsOfNew, type IssueFields } from './apply-change.ts';
import type { ChangeLog } from './change-log.ts';
import { cleanOperationId } from './clean-text.ts';
import type { IssueReader } from './issue-reader.ts';
import type { IssueWriter } from './issue-writer.ts';
import type { LinkStore } from './link-store.ts';
import type { LocalSession } from './session.ts';

export function issueOperations(
  session: LocalSession,
  { reader, writer, links, log }: IssueParts,
): Pick<IssueBackend, 'getIssue' | 'createIssue' | 'updateIssue' | 'deleteIssue' | 'findCreatedIssue'> {
  return {
    async getIssue(number) {
      return session.read(() => reader.required(number));
    },

    async createIssue(issue, options) {
      const fields = fieldsOfNew(issue);
      const operationId = cleanOperationId(options?.operationId);
      return session.write(options, (at) => {
        const created = operationId === null ? null : reader.findByOperation(operationId);
        if (created) return created;
        const number = writer.insert(fields, { id: session.newId(at), operationId, at });
        if (fields.parent !== null) links.setParent(number, fields.parent, at);
        log.append(at, 'issue-created', number);
        return reader.required(number);
      });
    },

    async updateIssue(number, change, options) {
      return session.write(options, (at) => {
        const before = reader.required(number);
        const after = applyChange(before, change);
        // A write that changes nothing must not look like news to those who ask for changes.
        if (isSame(before, after)) return before;
        writer.update(before, after, at);
        if (after.parent !== before.parent) links.setParent(number, after.parent, at);
        log.append(at, 'issue-changed', number);
        return reader.required(number);
      });
    },

    async deleteIssue(number, options) {
      session.write(options, (at) => {
        reader.mustExist(number);
        links.removeAll(number, at);
        writer.delete(number, at);
        log.append(at, 'issue-deleted', number);
      });
    },

    async findCreatedIssue(operationId) {
      return session.read(() => reader.findByOperation(operationId));
    },
  };
}

export interface IssueParts {
  readonly reader: IssueReader;
  readonly writer: IssueWriter;
  readonly links: LinkStore;
  readonly log: ChangeLog;
}

function isSame(before: Issue, after: IssueFields): boolean {
  return (
    before.title === after.title &&
    before.body === after.body &&
    before.state === after.state &&
    before.closeReason === after.closeReason &&
    before.type === after.type &&
    before.priority === after.priority &&
    before.parent === after.parent &&
    (before.milestone === null ? null : fold(before.milestone)) ===
      (after.milestone === null ? null : fold(after.milestone)) &&
    isSameSet(before.labels, after.labels) &&
    isSameSet(before.assignees, after.assignees)
  );
}

function isSameSet(before: readonly string[], after: readonly string[]): boolean {
  const names = new Set(before.map(fold));
  return before.length === after.length && after.every((name) => names.has(fold(name)));
}
