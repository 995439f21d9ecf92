import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { attachmentOperations } from './attachments.ts';
import { GITEA_CAPABILITIES } from './capabilities.ts';
import { changeOperations } from './changes.ts';
import { checkOperations } from './check.ts';
import { createTrackerClient, type TrackerClientOptions } from './client.ts';
import { commentOperations } from './comments.ts';
import { createIssueEditor } from './edit-issue.ts';
import { createIssueReader } from './issue-reader.ts';
import { issueOperations } from './issues.ts';
import { createLabelIndex } from './label-index.ts';
import { labelOperations } from './labels.ts';
import { linkOperations } from './links.ts';
import { listOperations } from './list-issues.ts';
import { createMilestoneIndex } from './milestone-index.ts';
import { milestoneOperations } from './milestones.ts';
import { userOperations } from './users.ts';

export interface GiteaTrackerOptions extends TrackerClientOptions {
  /** Milliseconds since 1970: for how long names are remembered, never for what is written to the tracker. */
  readonly now?: () => number;
}

/** The issues of one repository of a Gitea (or Forgejo) server; facts are those of Gitea 1.26. */
export function openGiteaTracker({ now = Date.now, ...options }: GiteaTrackerOptions): IssueBackend {
  const client = createTrackerClient(options);
  const reader = createIssueReader(client);
  const labels = createLabelIndex(client, now);
  const milestones = createMilestoneIndex(client, now);
  const editor = createIssueEditor(client, labels, milestones);
  return {
    kind: 'gitea',
    capabilities: GITEA_CAPABILITIES,
    ...checkOperations(client),
    ...listOperations(client, labels, milestones),
    ...issueOperations(client, reader, editor, labels),
    ...commentOperations(client, reader),
    ...labelOperations(client, labels),
    ...milestoneOperations(client, milestones),
    ...userOperations(client),
    ...linkOperations(client, reader),
    ...attachmentOperations(client, reader),
    ...changeOperations(client),
    async close() {
      // Nothing stays open between requests.
    },
  };
}
