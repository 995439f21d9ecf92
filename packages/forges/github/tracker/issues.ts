import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { withMarker } from '@fixpoint/issue-core/backend/marker.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { z } from 'zod';
import { isCreatedBy, keepMarker } from '../../tracker/created-by.ts';
import { MAX_PAGE_SIZE, readStablePage } from '../../tracker/stable-pages.ts';
import type { GitHubClient } from './client.ts';
import type { IssueTypes } from './issue-types.ts';
import type { IssueWrites } from './issue-writes.ts';
import { setParent } from './links.ts';
import { type ListParameters, listStep } from './list-request.ts';
import { findInPages } from './pages.ts';
import { planChange } from './plan-change.ts';
import { readIssue, readIssues } from './read-issues.ts';
import { closeReasonOf, isPullRequest, labelNamesOf, toIssue } from './to-issue.ts';
import { isAssignable } from './users.ts';

type IssueOperations = Pick<
  IssueBackend,
  'listIssues' | 'getIssue' | 'createIssue' | 'updateIssue' | 'deleteIssue' | 'findCreatedIssue'
>;

const NO_FIELDS = { closed: false, closeReason: null, labels: [], assignees: [], nativeType: null };
/** REST cannot delete an issue (docs.github.com/graphql/reference/mutations#deleteissue). */
const DELETE_ISSUE =
  'mutation ($issueId: ID!) { deleteIssue(input: { issueId: $issueId }) { clientMutationId } }';

export interface IssuePorts {
  readonly writes: IssueWrites;
  readonly types: IssueTypes;
  /** Who we are, for finding what we created. */
  readonly login: () => Promise<string>;
}

export function issueOperations(client: GitHubClient, { writes, types, login }: IssuePorts): IssueOperations {
  return {
    async listIssues(request) {
      const step = listStep(request);
      const { items, next } = await readStablePage(
        step.place,
        (page) => readNarrowed(client, { ...step.parameters, page }),
        ({ id }) => id,
      );
      const issues = items.filter((issue) => !isPullRequest(issue)).map(toIssue);
      // Pull requests are counted with the issues, so no total can be trusted.
      return { items: issues.filter(step.keeps), next: step.cursorAfter(next), total: null };
    },
    async getIssue(number) {
      return toIssue(await readIssue(client, number));
    },
    async createIssue({ labels, assignees, ...fields }, { operationId, signal } = {}) {
      const change = { ...fields, addLabels: labels ?? [], addAssignees: assignees ?? [] };
      const plan = planChange(NO_FIELDS, change, await types.forChange(change, null));
      // Asked for before, so that nothing is created that then cannot be put there.
      if (fields.parent) await readIssue(client, fields.parent, signal);
      const body = fields.body ?? '';
      const created = await writes.create(
        {
          title: fields.title,
          body: operationId === undefined ? body : withMarker(body, operationId),
          labels: plan.addLabels,
          assignees: plan.addAssignees,
          milestone: fields.milestone ?? null,
          type: plan.patch.type ?? null,
        },
        signal,
      );
      const { state, state_reason } = plan.patch;
      if (state === 'closed') {
        const reason = state_reason === undefined ? {} : { state_reason };
        await writes.patch(created.number, { state, ...reason }, signal);
      }
      if (fields.parent) await setParent(client, created, fields.parent, signal);
      return toIssue(await readIssue(client, created.number, signal));
    },
    async updateIssue(number, change, { signal } = {}) {
      const issue = await readIssue(client, number, signal);
      const nativeType = issue.type?.name ?? null;
      const current = {
        closed: issue.state === 'closed',
        closeReason: closeReasonOf(issue),
        labels: labelNamesOf(issue),
        assignees: (issue.assignees ?? []).map(({ login: name }) => name),
        nativeType,
      };
      const plan = planChange(current, change, await types.forChange(change, nativeType));
      await refuseUnassignable(client, plan.addAssignees);
      const milestone = change.milestone === undefined ? {} : { milestone: change.milestone };
      const body = change.body === undefined ? {} : { body: keepMarker(issue, change.body) };
      await writes.patch(number, { ...plan.patch, ...body, ...milestone }, signal);
      await writes.addLabels(number, plan.addLabels, signal);
      await writes.removeLabels(number, plan.removeLabels, signal);
      await writes.addAssignees(number, plan.addAssignees, signal);
      await writes.removeAssignees(number, plan.removeAssignees, signal);
      if (change.parent !== undefined) await setParent(client, issue, change.parent, signal);
      return toIssue(await readIssue(client, number, signal));
    },
    async deleteIssue(number, { signal } = {}) {
      const { node_id } = await readIssue(client, number, signal);
      await client.graphql(`delete #${number}`, z.unknown(), DELETE_ISSUE, { issueId: node_id }, signal);
    },
    async findCreatedIssue(operationId) {
      const creator = await login();
      const found = await findInPages(
        (page) =>
          readIssues(client, {
            ...{ state: 'all', creator, sort: 'created', direction: 'desc' },
            ...{ per_page: MAX_PAGE_SIZE, page },
          }),
        (issue) => !isPullRequest(issue) && isCreatedBy(issue, creator, operationId),
      );
      return found && toIssue(found);
    },
  };
}

/** GitHub refuses the login of nobody; then everybody's issues are read, of which none will match. */
async function readNarrowed(client: GitHubClient, parameters: ListParameters & { readonly page: number }) {
  const { assignee, creator, ...open } = parameters;
  try {
    return await readIssues(client, parameters);
  } catch (error) {
    if (assignee === undefined && creator === undefined) throw error;
    if (!(error instanceof FixpointError) || error.code !== 'FORGE_REFUSED') throw error;
    return readIssues(client, open);
  }
}

/** Asked before anything is written, so that nothing is half done. */
async function refuseUnassignable(client: GitHubClient, logins: readonly string[]): Promise<void> {
  for (const login of logins) {
    if (await isAssignable(client, login)) continue;
    throw new FixpointError(
      'FORGE_REFUSED',
      `${login} cannot be assigned; give them access to the repository.`,
    );
  }
}
