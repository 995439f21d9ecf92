import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { attachmentOperations } from './attachments.ts';
import { GITLAB_CAPABILITIES, type GitLabTier } from './capabilities.ts';
import { changeOperations } from './changes.ts';
import { checkOperations } from './check.ts';
import { createGitLabClient, type GitLabClientOptions } from './client.ts';
import { commentOperations } from './comments.ts';
import { createIssueReader } from './issue-reader.ts';
import { issueOperations } from './issues.ts';
import { createLabelIndex } from './label-index.ts';
import { labelOperations } from './labels.ts';
import { linkOperations } from './links.ts';
import { listOperations } from './list-issues.ts';
import { createMilestoneIndex } from './milestone-index.ts';
import { milestoneOperations } from './milestones.ts';
import { readCurrentUser, userOperations } from './users.ts';
import { createVisibility } from './visibility.ts';

export interface GitLabTrackerOptions extends GitLabClientOptions {
  /** Milliseconds since 1970: for how long names are remembered, never for what is written to the tracker. */
  readonly now?: () => number;
  /** What the licence allows; `free`, which works everywhere, when left out. `findGitLabTier` finds it out. */
  readonly tier?: GitLabTier;
  /** Confidential issues are left out otherwise. */
  readonly includesConfidential?: boolean;
}

/** The issues of a project at gitlab.com or a GitLab server; facts are those of GitLab 18 and 19. */
export function openGitLabTracker(options: GitLabTrackerOptions): IssueBackend {
  const { now = Date.now, tier = 'free' } = options;
  const client = createGitLabClient(options);
  const visibility = createVisibility(options.includesConfidential ?? false);
  const reader = createIssueReader(client, visibility);
  const labels = createLabelIndex(client, now);
  const milestones = createMilestoneIndex(client, now);
  let ourLogin: string | null = null;

  async function login(): Promise<string> {
    ourLogin ??= (await readCurrentUser(client)).username;
    return ourLogin;
  }

  return {
    kind: 'gitlab',
    capabilities: GITLAB_CAPABILITIES[tier],
    ...checkOperations(client),
    ...listOperations(client, visibility, labels, milestones),
    ...issueOperations({ client, reader, labels, milestones, tier, login }),
    ...commentOperations(client, reader, login),
    ...labelOperations(client, labels),
    ...milestoneOperations(client, milestones),
    ...userOperations(client),
    ...linkOperations(client, reader, visibility, tier),
    ...attachmentOperations(client, reader),
    ...changeOperations(client, visibility),
    async close() {
      ourLogin = null;
    },
  };
}
