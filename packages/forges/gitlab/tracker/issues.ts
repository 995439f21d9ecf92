import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { z } from 'zod';
import { isCreatedBy } from '../../tracker/created-by.ts';
import { MAX_PAGE_SIZE } from '../../tracker/stable-pages.ts';
import type { GitLabClient, Query } from './client.ts';
import { type Current, type FieldPorts, fieldsAfter } from './issue-fields.ts';
import type { IssueReader } from './issue-reader.ts';
import { changeIssue, createIssue, isNothing } from './issue-writes.ts';
import { type Issue, Issues } from './schema.ts';
import { toGitLabText } from './text.ts';
import { toIssue } from './to-issue.ts';

const NOTHING: Current = { title: '', description: '', state: 'opened', labels: [] };
/** The search may lag behind, so the newest of our own issues are looked through first. */
const NEWEST_PAGES = 5;

export interface IssuePorts extends FieldPorts {
  readonly client: GitLabClient;
  readonly reader: IssueReader;
  /** Who we are, for finding what we created. */
  readonly login: () => Promise<string>;
}

export function issueOperations(
  ports: IssuePorts,
): Pick<IssueBackend, 'getIssue' | 'createIssue' | 'updateIssue' | 'deleteIssue' | 'findCreatedIssue'> {
  const { client, reader, login } = ports;

  async function findOnPage(author: string, operationId: string, query: Query) {
    const { data, next } = await client.ask({
      method: 'GET',
      path: '/issues',
      query: {
        author_username: author,
        order_by: 'created_at',
        sort: 'desc',
        per_page: MAX_PAGE_SIZE,
        ...query,
      },
      schema: Issues,
    });
    return { found: data.find((issue) => isOurs(issue, author, operationId)) ?? null, next };
  }

  return {
    async getIssue(number) {
      return toIssue(await reader.read(number));
    },
    async createIssue({ title, body = '', labels, assignees, ...rest }, { operationId, signal } = {}) {
      const change = { ...rest, addLabels: labels ?? [], addAssignees: assignees ?? [] };
      const fields = await fieldsAfter(ports, NOTHING, change, signal);
      const description = toGitLabText(body, operationId);
      const created = await createIssue(client, { ...fields, title, description }, signal);
      return toIssue(created);
    },
    async updateIssue(number, change, { signal } = {}) {
      const issue = await reader.read(number, signal);
      const fields = await fieldsAfter(ports, issue, change, signal);
      if (isNothing(fields)) return toIssue(issue);
      await changeIssue(client, number, fields, signal);
      return toIssue(await reader.read(number, signal));
    },
    async deleteIssue(number, { signal } = {}) {
      await reader.read(number, signal);
      await client.request({ method: 'DELETE', path: `/issues/${number}`, schema: z.undefined(), signal });
    },
    async findCreatedIssue(operationId) {
      const author = await login();
      let page: Query = { pagination: 'keyset' };
      for (let pages = 0; pages < NEWEST_PAGES; pages += 1) {
        const { found, next } = await findOnPage(author, operationId, page);
        if (found) return toIssue(found);
        if (!next) return null;
        page = 'cursor' in next ? { pagination: 'keyset', ...next } : next;
      }
      const { found } = await findOnPage(author, operationId, { search: operationId, in: 'description' });
      return found && toIssue(found);
    },
  };
}

function isOurs({ description, author }: Issue, login: string, operationId: string): boolean {
  const text = { body: description ?? '', user: author ? { login: author.username } : null };
  return isCreatedBy(text, login, operationId);
}
