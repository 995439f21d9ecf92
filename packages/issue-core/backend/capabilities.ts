/**
 * How a tracker has something: in a field of its own; carried by a label or text that people see; not at all, so that
 * Issue Core keeps it beside the tracker, on this side only; or not to be had, which is a clear error.
 */
export type Support = 'native' | 'encoded' | 'beside' | 'unsupported';

/** What differs between trackers. Titles, bodies, comments, labels, and open and closed are had by all. */
export const CAPABILITIES = [
  'in-progress',
  'close-reason',
  'type',
  'priority',
  'several-assignees',
  'milestones',
  'parent',
  'blocked-by',
  'relates',
  'duplicates',
  'attachments',
  'delete-issue',
  'delete-comment',
  'changes-since',
  'comment-changes-since',
  'text-search',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

export type CapabilityTable = Readonly<Record<Capability, Support>>;
