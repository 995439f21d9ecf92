import type { CapturedKind } from './captured.ts';

const ISSUE: ReadonlySet<string> = new Set([
  // Only of issues that were moved, or came by mail; the others have null there.
  ...['moved_to_id', 'service_desk_reply_to'],
  // Of groups with a licence.
  'iteration',
  // A milestone has the one or the other.
  ...['milestone.group_id', 'milestone.project_id'],
]);

/** What the captured answers have and GitLab does not answer, or only about what is not simulated. */
export const DEVIATIONS: Readonly<Record<CapturedKind, ReadonlySet<string>>> = {
  issue: ISSUE,
  note: new Set([
    // GitLab gives no addresses away any more.
    'author.email',
    // Of discussions and merge requests; plain notes have null.
    'type',
  ]),
  label: new Set([]),
  milestone: new Set([]),
  'linked issue': new Set([]),
  link: new Set([]),
  upload: new Set([]),
  'listed upload': new Set([]),
  member: new Set([
    // Of groups with single sign-on, and only when seats are asked for.
    ...['group_saml_identity', 'email', 'is_using_seat'],
  ]),
};

export const HOOK_DEVIATIONS: ReadonlySet<string> = new Set([
  // Only of incidents, with a licence for on-call schedules.
  ...['object_attributes.escalation_policy', 'object_attributes.escalation_status'],
  // Of GitLab 8, when the note was captured.
  ...['issue.position', 'issue.branch_name'],
  // No time is ever spent here, so these are null.
  ...['issue.human_time_estimate', 'issue.human_total_time_spent'],
]);
