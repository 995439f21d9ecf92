import { markerOf, withMarker } from '@fixpoint/issue-core/backend/marker.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { IssueChange, NewIssue } from '@fixpoint/issue-core/model/issue.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { z } from 'zod';
import { planLabels } from '../../tracker/label-plan.ts';
import type { TrackerClient } from './client.ts';
import type { IssueEditor } from './edit-issue.ts';
import type { IssueReader } from './issue-reader.ts';
import type { LabelIndex } from './label-index.ts';
import { Issue, Issues } from './schema.ts';
import { parseTitle } from './title.ts';
import { toIssue } from './to-issue.ts';

/** The search index of Gitea lags behind, so the newest issues are looked through one by one. */
const NEWEST_PAGES = 4;
const PAGE_SIZE = 50;

export function issueOperations(
  client: TrackerClient,
  reader: IssueReader,
  editor: IssueEditor,
  labels: LabelIndex,
): Pick<IssueBackend, 'getIssue' | 'createIssue' | 'updateIssue' | 'deleteIssue' | 'findCreatedIssue'> {
  async function findOnPage(operationId: string, query: Readonly<Record<string, string | number>>) {
    const { data, total } = await client.ask({
      method: 'GET',
      path: '/issues',
      query: { type: 'issues', state: 'all', limit: PAGE_SIZE, ...query },
      schema: Issues,
    });
    const found = data.find(({ body }) => markerOf(body ?? '') === operationId) ?? null;
    return { found, size: data.length, total };
  }

  return {
    async getIssue(number) {
      return toIssue(await reader.read(number));
    },
    async createIssue(issue, options = {}) {
      const { operationId, signal } = options;
      const change = toChange(issue);
      const plan = planLabels([], change);
      const body = issue.body ?? '';
      const created = await client.request({
        method: 'POST',
        path: '/issues',
        body: {
          title: parseTitle(issue.title),
          body: operationId === undefined ? body : withMarker(body, operationId),
          labels: await labels.ensure(plan.add, signal),
          assignees: issue.assignees ?? [],
          closed: plan.state === 'closed',
          ...(issue.milestone ? { milestone: await editor.milestoneId(issue.milestone) } : {}),
        },
        schema: Issue,
        signal,
      });
      // Gitea creates the issue without what it does not know or does not allow, and says nothing: this does it, or says so.
      const mistaken = created.labels.map(({ name }) => name).filter((name) => !hasName(plan.add, name));
      const mended = await editor.edit(created, { ...change, removeLabels: mistaken }, signal);
      return toIssue(mended ? await reader.read(created.number, signal) : created);
    },
    async updateIssue(number, change, options = {}) {
      const issue = await reader.read(number, options.signal);
      const edited = await editor.edit(issue, change, options.signal);
      return toIssue(edited ? await reader.read(number, options.signal) : issue);
    },
    async deleteIssue(number, options = {}) {
      await reader.read(number, options.signal);
      const path = `/issues/${number}`;
      await client.request({ method: 'DELETE', path, schema: z.undefined(), signal: options.signal });
    },
    async findCreatedIssue(operationId) {
      let seen = 0;
      for (let page = 1; page <= NEWEST_PAGES; page += 1) {
        const { found, size, total } = await findOnPage(operationId, { page });
        if (found) return toIssue(found);
        seen += size;
        if (size === 0 || (total !== null && seen >= total)) return null;
      }
      const { found } = await findOnPage(operationId, { q: operationId });
      return found && toIssue(found);
    },
  };
}

function hasName(names: readonly string[], wanted: string): boolean {
  return names.some((name) => fold(name.trim()) === fold(wanted));
}

/** What is left to be done to an issue that was created with a title and a text. */
function toChange({ state, type, priority, labels, assignees, milestone }: NewIssue): IssueChange {
  return {
    ...(state === undefined ? {} : { state }),
    ...(type ? { type } : {}),
    ...(priority ? { priority } : {}),
    addLabels: labels ?? [],
    addAssignees: assignees ?? [],
    ...(milestone ? { milestone } : {}),
  };
}
