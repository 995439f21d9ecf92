import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '../backend/port.ts';
import type { Issue, NewIssue } from '../model/issue.ts';
import type { Label, Milestone } from '../model/label.ts';
import { applyChange } from './apply-change.ts';
import { dryAttachments } from './dry-attachments.ts';
import { dryComments } from './dry-comments.ts';
import { dryLinks } from './dry-links.ts';

/** Above every number that a tracker gives, so that what would be created is never mistaken for what is there. */
const FIRST_DRY_NUMBER = 10 ** 12;
const UNKNOWN_TIME = new Date(0).toISOString();

/**
 * The tracker as it would be: reads go through, writes are kept here and are seen by later reads. What it is asked for by
 * streams and lists is the tracker's own.
 */
export function dryBackend(real: IssueBackend): IssueBackend {
  const issues = new Map<number, Issue>();
  const deleted = new Set<number>();
  const labels: Label[] = [];
  const milestones: Milestone[] = [];
  let created = 0;

  const isOurs = (number: number) => number >= FIRST_DRY_NUMBER;

  async function getIssue(number: number): Promise<Issue> {
    if (deleted.has(number)) throw new FixpointError('ISSUE_NOT_FOUND', `#${number} would be deleted.`);
    return issues.get(number) ?? real.getIssue(number);
  }

  const links = dryLinks(real, isOurs);
  return {
    kind: real.kind,
    capabilities: real.capabilities,
    uniqueStamps: real.uniqueStamps ?? false,
    check: () => real.check(),
    listIssues: (request) => real.listIssues(request),
    getIssue,
    async createIssue(issue) {
      created += 1;
      const made = createdIssue(FIRST_DRY_NUMBER + created, issue);
      issues.set(made.number, made);
      return made;
    },
    async updateIssue(number, change) {
      const changed = applyChange(await getIssue(number), change);
      issues.set(number, changed);
      if (change.parent !== undefined) await links.setParent(number, change.parent);
      return changed;
    },
    async deleteIssue(number) {
      deleted.add(number);
    },
    findCreatedIssue: (operationId) => real.findCreatedIssue(operationId),
    ...dryComments(real, isOurs),
    async listLabels(cursor) {
      const page = await real.listLabels(cursor);
      return page.next === null ? { ...page, items: [...page.items, ...labels] } : page;
    },
    async saveLabel(label) {
      labels.push(label);
      return label;
    },
    renameLabel: () => refuse('renameLabel'),
    deleteLabel: () => refuse('deleteLabel'),
    async listMilestones(cursor) {
      const page = await real.listMilestones(cursor);
      return page.next === null ? { ...page, items: [...page.items, ...milestones] } : page;
    },
    async createMilestone({ title, description = '', state = 'open', dueOn = null }) {
      const milestone = { id: `dry-${title}`, title, description, state, dueOn };
      milestones.push(milestone);
      return milestone;
    },
    updateMilestone: () => refuse('updateMilestone'),
    deleteMilestone: () => refuse('deleteMilestone'),
    listUsers: (cursor) => real.listUsers(cursor),
    currentUser: () => real.currentUser(),
    listLinks: links.listLinks,
    addLink: links.addLink,
    removeLink: links.removeLink,
    ...dryAttachments(real, isOurs),
    changedIssues: (cursor, pageSize) => real.changedIssues(cursor, pageSize),
    changedComments: (cursor, pageSize) => real.changedComments(cursor, pageSize),
    isReadable: () => real.isReadable(),
    // The tracker belongs to whoever opened it.
    close: () => Promise.resolve(),
  };
}

/** What no sync does: it would be missing from the plan. */
async function refuse(what: string): Promise<never> {
  throw new FixpointError('READ_ONLY', `${what} in a dry run.`);
}

function createdIssue(number: number, issue: NewIssue): Issue {
  const { state = 'open', closeReason = null } = issue;
  return {
    id: `dry-${number}`,
    number,
    title: issue.title,
    body: issue.body ?? '',
    state,
    closeReason: state === 'closed' ? closeReason : null,
    type: issue.type ?? null,
    priority: issue.priority ?? null,
    labels: issue.labels ?? [],
    assignees: issue.assignees ?? [],
    milestone: issue.milestone ?? null,
    parent: issue.parent ?? null,
    author: null,
    commentCount: 0,
    createdAt: UNKNOWN_TIME,
    updatedAt: UNKNOWN_TIME,
    closedAt: null,
    url: null,
  };
}
