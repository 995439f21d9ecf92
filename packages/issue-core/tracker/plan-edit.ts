import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { decodeLabels, type LabelMeaning, meaningOfLabel } from '../model/encoded-labels.ts';
import type { CloseReason, Issue, IssueChange, IssueState } from '../model/issue.ts';
import { fold } from '../query/fold.ts';
import type { IssueEdit } from './api.ts';

/** An edit in which labels that carry a field have become the field: what is asked for, whatever the issue is now. */
export interface WantedEdit extends Omit<IssueChange, 'state'> {
  /** `working` and `not-working` move an issue that is not closed. */
  readonly state?: IssueState | 'working' | 'not-working';
  readonly clears?: { readonly type?: readonly string[]; readonly priority?: readonly string[] };
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
}

/** @throws FixpointError INVALID_INPUT when an edit contradicts itself */
export function wantedOf(edit: IssueEdit): WantedEdit {
  const { expectedUpdatedAt: _, ...rest } = edit;
  refuseBoth(edit, 'labels', ['addLabels', 'removeLabels']);
  refuseBoth(edit, 'assignees', ['addAssignees', 'removeAssignees']);
  if (edit.closeReason && edit.state !== undefined && edit.state !== 'closed') {
    throw new FixpointError('INVALID_INPUT', 'closeReason: only a closed issue has one.');
  }
  const added = decodeLabels(edit.labels ?? edit.addLabels ?? []);
  const removed = (edit.removeLabels ?? []).map(meaningOfLabel);
  const state = stateWanted(added.inProgress, removed);
  return {
    ...(added.type === null ? {} : { type: added.type }),
    ...(added.priority === null ? {} : { priority: added.priority }),
    ...(state === null ? {} : { state }),
    ...rest,
    ...(edit.labels === undefined ? {} : { labels: added.labels }),
    ...(edit.addLabels === undefined ? {} : { addLabels: added.labels }),
    ...(edit.removeLabels === undefined
      ? {}
      : {
          removeLabels: removed.flatMap((it) => (it.field === 'label' ? [it.name] : [])),
          clears: {
            type: removed.flatMap((it) => (it.field === 'type' ? [it.type] : [])),
            priority: removed.flatMap((it) => (it.field === 'priority' ? [it.priority] : [])),
          },
        }),
  };
}

function stateWanted(isAdded: boolean, removed: readonly LabelMeaning[]): 'working' | 'not-working' | null {
  if (isAdded) return 'working';
  return removed.some(({ field }) => field === 'in-progress') ? 'not-working' : null;
}

function refuseBoth(edit: IssueEdit, whole: keyof IssueEdit, deltas: readonly (keyof IssueEdit)[]): void {
  const delta = deltas.find((name) => edit[name] !== undefined);
  if (edit[whole] === undefined || delta === undefined) return;
  throw new FixpointError('INVALID_INPUT', `${whole}: give either all of them, or ${delta}.`);
}

/**
 * What has to be changed so that this issue becomes as wanted; nothing of what is so already. `defaultReason` is why an
 * issue is closed when nobody says.
 *
 * @throws FixpointError INVALID_INPUT for a reason on an issue that is not closed then
 */
export function planChange(issue: Issue, wanted: WantedEdit, defaultReason: CloseReason | null): IssueChange {
  const labels = deltaOf(issue.labels, wanted.labels, wanted.addLabels, wanted.removeLabels);
  const people = deltaOf(issue.assignees, wanted.assignees, wanted.addAssignees, wanted.removeAssignees);
  const state = stateAfter(issue.state, wanted.state);
  const fields: IssueChange = {
    ...ifDefined('title', wanted.title),
    ...ifDefined('body', wanted.body),
    state,
    ...ifDefined('closeReason', closeReasonAfter(issue, state, wanted, defaultReason)),
    ...ifDefined('type', valueOrCleared(wanted.type, issue.type, wanted.clears?.type)),
    ...ifDefined('priority', valueOrCleared(wanted.priority, issue.priority, wanted.clears?.priority)),
    ...ifDefined('milestone', wanted.milestone),
    ...ifDefined('parent', wanted.parent),
  };
  return {
    ...differing(issue, fields),
    ...ifAny('addLabels', labels.added),
    ...ifAny('removeLabels', labels.removed),
    ...ifAny('addAssignees', people.added),
    ...ifAny('removeAssignees', people.removed),
  };
}

/** Names of types and milestones are the same however they are written. */
function differing(issue: Issue, fields: IssueChange): IssueChange {
  const { type, milestone, ...others } = fields;
  const isSame = (a: string | null, b: string | null) =>
    a === b || (a !== null && b !== null && fold(a) === fold(b));
  return {
    ...Object.fromEntries(
      Object.entries(others).filter(
        ([name, value]) => value !== issue[name as keyof typeof others & keyof Issue],
      ),
    ),
    ...(type === undefined || isSame(type, issue.type) ? {} : { type }),
    ...(milestone === undefined || isSame(milestone, issue.milestone) ? {} : { milestone }),
  };
}

function ifDefined<K extends string, T>(name: K, value: T | undefined) {
  return value === undefined ? {} : ({ [name]: value } as Record<K, T>);
}

function ifAny<K extends string>(name: K, names: readonly string[]) {
  return names.length === 0 ? {} : ({ [name]: names } as Record<K, readonly string[]>);
}

function stateAfter(before: IssueState, wanted: WantedEdit['state']): IssueState {
  if (wanted === undefined) return before;
  if (wanted !== 'working' && wanted !== 'not-working') return wanted;
  if (before === 'closed') return before;
  return wanted === 'working' ? 'in_progress' : 'open';
}

/** Undefined leaves it to the tracker, which forgets it when the issue is opened again. */
function closeReasonAfter(
  issue: Issue,
  state: IssueState,
  { closeReason }: WantedEdit,
  defaultReason: CloseReason | null,
): CloseReason | null | undefined {
  if (state !== 'closed') {
    if (!closeReason) return undefined;
    throw new FixpointError('INVALID_INPUT', 'closeReason: only a closed issue has one.');
  }
  if (closeReason !== undefined) return closeReason;
  return issue.state === 'closed' ? undefined : (defaultReason ?? undefined);
}

/** Null when the label that is taken away was what the field says, and nothing else is wanted for it. */
function valueOrCleared<T extends string>(
  wanted: T | null | undefined,
  value: T | null,
  cleared: readonly string[] = [],
): T | null | undefined {
  if (wanted !== undefined) return wanted;
  return value !== null && cleared.includes(value) ? null : undefined;
}

interface Delta {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

function deltaOf(
  present: readonly string[],
  all: readonly string[] | undefined,
  added: readonly string[] = [],
  removed: readonly string[] = [],
): Delta {
  const wanted = new Set((all ?? added).map(fold));
  const unwanted = new Set(removed.map(fold));
  const here = new Set(present.map(fold));
  return {
    added: uniqueByFold((all ?? added).filter((name) => !here.has(fold(name)))),
    removed: present.filter((name) =>
      all === undefined ? unwanted.has(fold(name)) && !wanted.has(fold(name)) : !wanted.has(fold(name)),
    ),
  };
}

/** As it was given first. */
function uniqueByFold(names: readonly string[]): readonly string[] {
  return [...Map.groupBy(names, fold).values()].flatMap(([first]) => first ?? []);
}
