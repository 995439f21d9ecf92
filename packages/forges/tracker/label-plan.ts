import { FixpointError } from '@fixpoint/contracts/errors.ts';
import {
  decodeLabels,
  IN_PROGRESS_LABEL,
  labelOfPriority,
  labelOfType,
  meaningOfLabel,
} from '@fixpoint/issue-core/model/encoded-labels.ts';
import type { IssueChange, IssueState, Priority } from '@fixpoint/issue-core/model/issue.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';

export interface LabelPlan {
  /** Left out when it stays as it is. */
  readonly state?: IssueState;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

type Wanted = Pick<IssueChange, 'state' | 'type' | 'priority' | 'addLabels' | 'removeLabels'>;

/**
 * What to do with the labels of an issue so that it is as wanted: state, type and priority are labels as well, at most one
 * of each kind, and a label that is one of these sets the field. A field that is given itself goes before its label.
 *
 * @throws FixpointError INVALID_INPUT when the type cannot be a label
 */
export function planLabels(present: readonly string[], wanted: Wanted): LabelPlan {
  const fields = fieldsOf(present, wanted);
  const carriers = carriersOf(fields);
  const add = unique([...fields.add, ...carriers.filter((name) => name !== null)]);
  const keep = new Set(add.map(fold));
  const goes = new Set(fields.remove.map(fold));
  return {
    ...(fields.state === undefined ? {} : { state: fields.state }),
    add: add.filter((name) => !present.some((it) => fold(it) === fold(name))),
    remove: present.filter(
      (name) => !keep.has(fold(name)) && (goes.has(fold(name)) || isReplaced(name, fields)),
    ),
  };
}

interface Fields {
  state: IssueState | undefined;
  type: string | null | undefined;
  priority: Priority | null | undefined;
  readonly add: string[];
  readonly remove: string[];
}

function fieldsOf(present: readonly string[], wanted: Wanted): Fields {
  const { state, type, priority, addLabels = [], removeLabels = [] } = wanted;
  const fields: Fields = { state, type, priority, add: [], remove: [] };
  for (const label of addLabels) {
    const meaning = meaningOfLabel(label);
    if (meaning.field === 'label') fields.add.push(meaning.name);
    else if (meaning.field === 'in-progress') fields.state ??= 'in_progress';
    else if (meaning.field === 'type' && fields.type === undefined) fields.type = meaning.type;
    else if (meaning.field === 'priority' && fields.priority === undefined)
      fields.priority = meaning.priority;
  }
  const now = decodeLabels(present);
  for (const label of removeLabels) {
    const meaning = meaningOfLabel(label);
    if (meaning.field === 'label') fields.remove.push(meaning.name);
    else if (meaning.field === 'in-progress') fields.state ??= now.inProgress ? 'open' : undefined;
    else if (meaning.field === 'type' && fields.type === undefined && now.type === meaning.type)
      fields.type = null;
    else if (
      meaning.field === 'priority' &&
      fields.priority === undefined &&
      now.priority === meaning.priority
    )
      fields.priority = null;
  }
  return fields;
}

function carriersOf({ state, type, priority }: Fields): readonly (string | null)[] {
  return [
    state === 'in_progress' ? IN_PROGRESS_LABEL : null,
    type === null || type === undefined ? null : typeLabel(type),
    priority === null || priority === undefined ? null : labelOfPriority(priority),
  ];
}

function typeLabel(type: string): string {
  const label = labelOfType(type.trim().toLowerCase());
  if (meaningOfLabel(label).field === 'type') return label;
  const allowed = 'letters a to z, digits, - and _';
  throw new FixpointError(
    'INVALID_INPUT',
    `type: ${JSON.stringify(type.slice(0, 60))} has more than ${allowed}.`,
  );
}

/** Whether this label carries a field that now has another value, or none. */
function isReplaced(name: string, { state, type, priority }: Fields): boolean {
  const meaning = meaningOfLabel(name);
  switch (meaning.field) {
    case 'in-progress':
      return state !== undefined;
    case 'type':
      return type !== undefined;
    case 'priority':
      return priority !== undefined;
    default:
      return false;
  }
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Map(names.map((name) => [fold(name), name] as const).toReversed()).values()].toReversed();
}
