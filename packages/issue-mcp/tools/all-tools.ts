import { ATTACHMENT_TOOLS } from './attachment-tools.ts';
import { CLAIM_TOOLS } from './claim-tools.ts';
import { COMMENT_TOOLS } from './comment-tools.ts';
import { EDIT_TOOLS } from './edit-tools.ts';
import { EVENT_TOOLS } from './event-tools.ts';
import { ISSUE_TOOLS } from './issue-tools.ts';
import { LABEL_TOOLS } from './label-tools.ts';
import { LINK_TOOLS } from './link-tools.ts';
import { MILESTONE_TOOLS } from './milestone-tools.ts';
import { PEOPLE_TOOLS } from './people-tools.ts';
import { STATE_TOOLS } from './state-tools.ts';
import type { Tool } from './tool.ts';

/** In the order in which they are listed. */
export const TOOLS: readonly Tool[] = [
  ...ISSUE_TOOLS,
  ...EDIT_TOOLS,
  ...COMMENT_TOOLS,
  ...CLAIM_TOOLS,
  ...LINK_TOOLS,
  ...STATE_TOOLS,
  ...EVENT_TOOLS,
  ...LABEL_TOOLS,
  ...MILESTONE_TOOLS,
  ...PEOPLE_TOOLS,
  ...ATTACHMENT_TOOLS,
];
