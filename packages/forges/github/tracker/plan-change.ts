import { FixpointError } from '@fixpoint/contracts/errors.ts';
import {
  IN_PROGRESS_LABEL,
  type LabelMeaning,
  labelOfPriority,
  labelOfType,
  meaningOfLabel,
} from '@fixpoint/issue-core/model/encoded-labels.ts';
import type { CloseReason, IssueChange, Priority } from '@fixpoint/issue-core/model/issue.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';

/** What of the issue decides what there is to do. */
export interface CurrentFields {
  readonly closed: boolean;
  readonly closeReason: CloseReason | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** By its own name. */
  readonly nativeType: string | null;
}

/** Requests to GitHub: one PATCH, and labels and people as deltas, so that nobody else's are lost. */
export interface ChangePlan {
  readonly patch: {
    readonly title?: string;
    readonly body?: string;
    readonly state?: 'open' | 'closed';
    readonly state_reason?: CloseReason;
    readonly type?: string | null;
  };
  readonly addLabels: readonly string[];
  /** As the issue spells them. */
  readonly removeLabels: readonly string[];
  readonly addAssignees: readonly string[];
  readonly removeAssignees: readonly string[];
}

/**
 * What has to be asked of GitHub so that a change comes true. State, priority, and types that the organisation does not
 * have, travel as labels, of which the siblings are removed.
 *
 * @param nativeTypes names of the organisation's issue types
 * @throws FixpointError INVALID_INPUT for a type that no label can carry
 */
export function planChange(
  current: CurrentFields,
  change: IssueChange,
  nativeTypes: readonly string[],
): ChangePlan {
  const meanings = current.labels.map((name) => ({ name, meaning: meaningOfLabel(name) }));
  const wanted = withLabelMeanings(
    change,
    meanings.map(({ meaning }) => meaning),
    current.nativeType,
  );
  const type = planType(wanted.type, current.nativeType, nativeTypes);
  const fields: readonly FieldPlan[] = [planState(wanted), planPriority(wanted.priority), type.labels];

  const dropped = meanings.filter(
    ({ name, meaning }) =>
      fields.some(({ drops }) => drops(meaning)) ||
      (wanted.removeLabels ?? []).some((given) => fold(given) === fold(name)),
  );
  const added = [...(wanted.addLabels ?? []), ...fields.flatMap(({ adds }) => (adds === null ? [] : [adds]))];
  return {
    patch: {
      ...(wanted.title === undefined ? {} : { title: wanted.title }),
      ...(wanted.body === undefined ? {} : { body: wanted.body }),
      ...patchOfState(current, wanted),
      ...type.patch,
    },
    addLabels: without(added, current.labels),
    removeLabels: dropped.map(({ name }) => name),
    addAssignees: without(wanted.addAssignees ?? [], current.assignees),
    removeAssignees: current.assignees.filter((login) => holds(wanted.removeAssignees ?? [], login)),
  };
}

interface FieldPlan {
  readonly adds: string | null;
  readonly drops: (meaning: LabelMeaning) => boolean;
}

/** A label that carries a field, given as a label, is that field; what is said of the field itself wins. */
function withLabelMeanings(
  change: IssueChange,
  present: readonly LabelMeaning[],
  nativeType: string | null,
): IssueChange {
  const fields: { -readonly [K in 'state' | 'type' | 'priority']?: IssueChange[K] } = {};
  for (const name of change.removeLabels ?? []) {
    const meaning = meaningOfLabel(name);
    const isSet = present.some((it) => JSON.stringify(it) === JSON.stringify(meaning));
    if (meaning.field === 'in-progress' && isSet) fields.state = 'open';
    if (meaning.field === 'priority' && isSet) fields.priority = null;
    if (meaning.field === 'type' && (isSet || nativeType?.toLowerCase() === meaning.type)) fields.type = null;
  }
  for (const name of change.addLabels ?? []) {
    const meaning = meaningOfLabel(name);
    if (meaning.field === 'in-progress') fields.state = 'in_progress';
    if (meaning.field === 'priority') fields.priority = meaning.priority;
    if (meaning.field === 'type') fields.type = meaning.type;
  }
  const addLabels = (change.addLabels ?? []).filter(isPlain);
  const removeLabels = (change.removeLabels ?? []).filter(isPlain);
  return { ...fields, ...change, addLabels, removeLabels };
}

function isPlain(label: string): boolean {
  return meaningOfLabel(label).field === 'label';
}

function planState({ state }: IssueChange): FieldPlan {
  const drops = ({ field }: LabelMeaning) =>
    field === 'in-progress' && state !== undefined && state !== 'in_progress';
  return { adds: state === 'in_progress' ? IN_PROGRESS_LABEL : null, drops };
}

function patchOfState(
  current: CurrentFields,
  { state, closeReason }: IssueChange,
): Pick<ChangePlan['patch'], 'state' | 'state_reason'> {
  if (state === 'open' || state === 'in_progress') return current.closed ? { state: 'open' } : {};
  if (state === undefined && !current.closed) return {};
  if (closeReason === undefined || closeReason === null) return current.closed ? {} : { state: 'closed' };
  if (current.closed && current.closeReason === closeReason) return {};
  // GitHub takes a reason only together with a state, also when that stays.
  return { state: 'closed', state_reason: closeReason };
}

function planPriority(priority: Priority | null | undefined): FieldPlan {
  return {
    adds: priority ? labelOfPriority(priority) : null,
    drops: (it) => it.field === 'priority' && priority !== undefined && it.priority !== priority,
  };
}

function planType(
  given: string | null | undefined,
  nativeType: string | null,
  nativeTypes: readonly string[],
): { readonly labels: FieldPlan; readonly patch: Pick<ChangePlan['patch'], 'type'> } {
  if (given === undefined) return { labels: { adds: null, drops: () => false }, patch: {} };
  const type = given === null ? null : fold(given.trim());
  const native = type === null ? undefined : nativeTypes.find((name) => fold(name) === type);
  const encoded = type === null || native !== undefined ? null : type;
  if (encoded !== null && meaningOfLabel(labelOfType(encoded)).field !== 'type') {
    throw new FixpointError('INVALID_INPUT', `type: "${encoded}" must be of a-z, 0-9, _ and -, at most 50.`);
  }
  const target = native ?? null;
  return {
    labels: {
      adds: encoded === null ? null : labelOfType(encoded),
      drops: (it) => it.field === 'type' && it.type !== encoded,
    },
    patch: target === nativeType ? {} : { type: target },
  };
}

function without(names: readonly string[], present: readonly string[]): readonly string[] {
  return names.filter((name, at) => !holds(present, name) && !holds(names.slice(0, at), name));
}

function holds(names: readonly string[], name: string): boolean {
  return names.some((it) => fold(it) === fold(name));
}
