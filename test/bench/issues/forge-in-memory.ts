import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { GITHUB_CAPABILITIES } from '@fixpoint/forges/github/tracker/capabilities.ts';
import type { ChangesPage, IssueBackend, Page } from '@fixpoint/issue-core/backend/port.ts';
import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import type { Label } from '@fixpoint/issue-core/model/label.ts';
import type { MadeUpIssues } from './made-up-issues.ts';

const FIRST_MS = Date.UTC(2026, 0, 1);
const BETWEEN_MS = 60_000;
const US = { id: '1', login: 'bench', name: null };

export interface MadeUpSize {
  readonly issues: number;
  readonly commentsOfEach: number;
}

/** A forge that answers at once, so that what is measured is what a sync costs here. It has issues, and takes none. */
export function forgeInMemory(made: MadeUpIssues, size: MadeUpSize): IssueBackend {
  const issues = Array.from({ length: size.issues }, (_, index) => issueOf(made, index + 1, size));
  const comments = new Map(issues.map(({ number }) => [number, commentsOf(made, number, size)]));
  const stream = [...comments.values()].flat();

  async function getIssue(number: number): Promise<Issue> {
    const issue = issues[number - 1];
    if (issue) return issue;
    throw new FixpointError('FORGE_NOT_FOUND', `#${number}`);
  }

  return {
    kind: 'memory',
    capabilities: GITHUB_CAPABILITIES,
    check: async () => ({ login: US.login, target: 'memory', canWrite: false, version: null }),
    isReadable: async () => true,
    close: async () => undefined,
    currentUser: async () => US,
    getIssue,
    listIssues: async ({ pageSize }) => ({ ...onlyPage(issues.slice(0, pageSize)), total: issues.length }),
    changedIssues: async (cursor, pageSize) => changesAfter(issues, cursor, pageSize),
    changedComments: async (cursor, pageSize) => changesAfter(stream, cursor, pageSize),
    listComments: async (number) => onlyPage(comments.get(number) ?? []),
    listLabels: async () => onlyPage<Label>([]),
    listMilestones: async () => onlyPage([]),
    listUsers: async () => onlyPage([US]),
    listLinks: async () => [],
    listAttachments: async () => [],
    findCreatedIssue: async () => null,
    findCreatedComment: async () => null,
    createIssue: refused,
    updateIssue: refused,
    deleteIssue: refused,
    createComment: refused,
    updateComment: refused,
    deleteComment: refused,
    saveLabel: refused,
    renameLabel: refused,
    deleteLabel: refused,
    createMilestone: refused,
    updateMilestone: refused,
    deleteMilestone: refused,
    addLink: refused,
    removeLink: refused,
    addAttachment: refused,
    readAttachment: refused,
  };
}

function issueOf(made: MadeUpIssues, number: number, { commentsOfEach }: MadeUpSize): Issue {
  const at = new Date(FIRST_MS + number * BETWEEN_MS).toISOString();
  const { title, body = '', state = 'open', type = null, priority = null, ...names } = made.issue();
  return {
    id: `issue-${number}`,
    number,
    title,
    body,
    state,
    closeReason: state === 'closed' ? 'completed' : null,
    type,
    priority,
    labels: names.labels ?? [],
    assignees: names.assignees ?? [],
    milestone: null,
    parent: null,
    author: 'somebody',
    commentCount: commentsOfEach,
    createdAt: at,
    updatedAt: at,
    closedAt: state === 'closed' ? at : null,
    url: null,
  };
}

function commentsOf(
  made: MadeUpIssues,
  issueNumber: number,
  { commentsOfEach }: MadeUpSize,
): readonly Comment[] {
  return Array.from({ length: commentsOfEach }, (_, index) => {
    const at = new Date(FIRST_MS + issueNumber * BETWEEN_MS + index).toISOString();
    const id = `comment-${issueNumber}-${index}`;
    return {
      id,
      issueNumber,
      body: made.comment(),
      author: 'somebody',
      createdAt: at,
      updatedAt: at,
      url: null,
    };
  });
}

function onlyPage<T>(items: readonly T[]): Page<T> {
  return { items, next: null, total: items.length };
}

/** The cursor is how many were given. */
function changesAfter<T>(all: readonly T[], cursor: string | null, pageSize: number): ChangesPage<T> {
  const from = Number(cursor ?? 0);
  const items = all.slice(from, from + pageSize);
  return { items, cursor: String(from + items.length), done: from + items.length >= all.length };
}

async function refused(): Promise<never> {
  throw new FixpointError('READ_ONLY', 'It is only read.');
}
