import type { Capability, CapabilityTable } from '../backend/capabilities.ts';
import type { LinkKind } from '../model/link.ts';
import type { IssueField } from './canonical.ts';
import { type PerSide, SIDES, type Side } from './side.ts';

export const LINK_FIELDS = ['parent', 'blocked_by', 'relates', 'duplicates'] as const satisfies LinkKind[];
export type LinkField = (typeof LINK_FIELDS)[number];

const LINK_CAPABILITY = {
  parent: 'parent',
  blocked_by: 'blocked-by',
  relates: 'relates',
  duplicates: 'duplicates',
} as const satisfies Record<LinkField, Capability>;

/** What both trackers have, so that it can travel; everything else stays on its side and never conflicts. */
export interface SyncedFields {
  readonly issue: readonly IssueField[];
  readonly links: readonly LinkField[];
  readonly attachments: boolean;
  readonly severalAssignees: PerSide<boolean>;
  /** Comments that changed can be asked for across issues. */
  readonly commentStream: PerSide<boolean>;
  readonly deleteComment: PerSide<boolean>;
  readonly deleteIssue: PerSide<boolean>;
  translateState(value: string, to: Side): string;
}

export function syncedFields(tables: PerSide<CapabilityTable>): SyncedFields {
  const has = (side: Side, capability: Capability) => travels(tables[side], capability);
  const both = (capability: Capability) => SIDES.every((side) => has(side, capability));
  const optional = (field: IssueField, capability: Capability) => (both(capability) ? [field] : []);
  return {
    issue: [
      'title',
      'body',
      'state',
      ...optional('type', 'type'),
      ...optional('priority', 'priority'),
      ...optional('milestone', 'milestones'),
      'labels',
      'assignees',
    ],
    links: LINK_FIELDS.filter((field) => both(LINK_CAPABILITY[field])),
    attachments: both('attachments'),
    severalAssignees: { a: has('a', 'several-assignees'), b: has('b', 'several-assignees') },
    commentStream: { a: has('a', 'comment-changes-since'), b: has('b', 'comment-changes-since') },
    deleteComment: { a: has('a', 'delete-comment'), b: has('b', 'delete-comment') },
    deleteIssue: { a: has('a', 'delete-issue'), b: has('b', 'delete-issue') },
    translateState(value, to) {
      if (value === 'in_progress' && !has(to, 'in-progress')) return 'open';
      if (value.startsWith('closed/') && !has(to, 'close-reason')) return 'closed';
      return value;
    },
  };
}

/** What is kept beside a tracker is not in it, and so is no part of what two trackers tell each other. */
function travels(table: CapabilityTable, capability: Capability): boolean {
  return table[capability] === 'native' || table[capability] === 'encoded';
}
