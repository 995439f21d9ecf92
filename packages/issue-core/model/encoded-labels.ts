import { PRIORITIES, type Priority } from './issue.ts';

/**
 * How state, type and priority travel as labels on trackers that have no field for them. A label of this form is the
 * field, and is not listed among the labels; given as a label, it sets the field.
 */
export const IN_PROGRESS_LABEL = 'in-progress';
const PRIORITY_PREFIX = 'priority:';
const TYPE_PREFIX = 'type:';
const TYPE_NAME = /^[a-z0-9][a-z0-9_-]{0,49}$/;

export interface DecodedLabels {
  readonly labels: readonly string[];
  readonly inProgress: boolean;
  /** Of several, the first by name: two people set one each. */
  readonly type: string | null;
  /** Of several, the most urgent. */
  readonly priority: Priority | null;
}

export type LabelMeaning =
  | { readonly field: 'label'; readonly name: string }
  | { readonly field: 'in-progress' }
  | { readonly field: 'type'; readonly type: string }
  | { readonly field: 'priority'; readonly priority: Priority };

export function meaningOfLabel(name: string): LabelMeaning {
  const lower = name.trim().toLowerCase();
  if (lower === IN_PROGRESS_LABEL) return { field: 'in-progress' };
  const priority = PRIORITIES.find((value) => lower === PRIORITY_PREFIX + value);
  if (priority) return { field: 'priority', priority };
  const type = lower.startsWith(TYPE_PREFIX) ? lower.slice(TYPE_PREFIX.length) : '';
  if (TYPE_NAME.test(type)) return { field: 'type', type };
  return { field: 'label', name };
}

export function decodeLabels(names: readonly string[]): DecodedLabels {
  const meanings = names.map(meaningOfLabel);
  const priorities = new Set(meanings.flatMap((it) => (it.field === 'priority' ? [it.priority] : [])));
  const types = meanings.flatMap((it) => (it.field === 'type' ? [it.type] : []));
  return {
    labels: meanings.flatMap((it) => (it.field === 'label' ? [it.name] : [])),
    inProgress: meanings.some(({ field }) => field === 'in-progress'),
    type: types.toSorted()[0] ?? null,
    priority: PRIORITIES.find((value) => priorities.has(value)) ?? null,
  };
}

export function labelOfPriority(priority: Priority): string {
  return PRIORITY_PREFIX + priority;
}

export function labelOfType(type: string): string {
  return TYPE_PREFIX + type;
}
