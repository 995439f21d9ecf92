import { decodeLabels, meaningOfLabel } from '@fixpoint/issue-core/model/encoded-labels.ts';
import type { IssueChange } from '@fixpoint/issue-core/model/issue.ts';

/** The types of GitLab that everybody has, beside `issue` itself; test cases are only read, since they need a licence. */
export const NATIVE_TYPES: ReadonlySet<string> = new Set(['incident', 'task']);

type Wanted = Pick<IssueChange, 'type' | 'addLabels' | 'removeLabels'>;

export interface TypePlan<Change> {
  /** Left out when it stays. */
  readonly issueType?: string;
  /** What is left to labels: types that GitLab does not have, or that none is to tell of a type. */
  readonly change: Change;
}

/**
 * Splits a change of type between GitLab's own types and labels. A label that carries a type, given as a label, is the type;
 * what is said of the type itself wins.
 *
 * @param nativeType of the issue as it is; null for a plain issue
 */
export function planType<Change extends Wanted>(
  nativeType: string | null,
  present: readonly string[],
  change: Change,
): TypePlan<Change> {
  const current = nativeType ?? decodeLabels(present).type;
  const type = change.type === undefined ? typeByLabels(current, change) : change.type;
  if (type === undefined) return { change };
  const wanted = type?.trim().toLowerCase() ?? null;
  const native = wanted !== null && (NATIVE_TYPES.has(wanted) || wanted === nativeType) ? wanted : null;
  return {
    ...(native === nativeType ? {} : { issueType: native ?? 'issue' }),
    change: {
      ...change,
      type: native === null ? wanted : null,
      addLabels: (change.addLabels ?? []).filter(isNoType),
      removeLabels: (change.removeLabels ?? []).filter(isNoType),
    },
  };
}

function typeByLabels(current: string | null, { addLabels = [], removeLabels = [] }: Wanted) {
  const added = addLabels.map(meaningOfLabel).find(({ field }) => field === 'type');
  if (added?.field === 'type') return added.type;
  const isRemoved = removeLabels
    .map(meaningOfLabel)
    .some((meaning) => meaning.field === 'type' && meaning.type === current);
  return isRemoved ? null : undefined;
}

function isNoType(label: string): boolean {
  return meaningOfLabel(label).field !== 'type';
}
