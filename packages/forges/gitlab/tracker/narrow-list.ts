import { IN_PROGRESS_LABEL, labelOfType } from '@fixpoint/issue-core/model/encoded-labels.ts';
import type { Query } from '@fixpoint/issue-core/query/ast.ts';
import { narrow } from '@fixpoint/issue-core/query/narrow.ts';
import { normalise } from '@fixpoint/issue-core/query/normalise.ts';
import type { Query as Parameters } from './client.ts';
import type { LabelIndex } from './label-index.ts';
import type { MilestoneIndex } from './milestone-index.ts';
import { NATIVE_TYPES } from './plan-type.ts';
import { USERNAME } from './users.ts';

const STATES = { open: 'opened', closed: 'closed', all: 'all' } as const;
/** Words that are no names to GitLab's filters, and what it might take for one. */
const WILDCARD = /^(?:none|any|upcoming|started|no milestone|no label|#.*|\d+)$/i;

export interface NarrowedList {
  readonly query: Parameters;
  /** Names of labels that every issue of the list has. */
  readonly labels: readonly string[];
}

/**
 * What GitLab's list of issues is asked for, so that it holds at least what matches; null when nothing can match. Labels and
 * milestones go by name, exactly as they are written there: a name of which there are several spellings is left for the
 * filter on this side. Words are, because GitLab searches for whole ones.
 */
export async function narrowList(
  query: Query,
  labels: LabelIndex,
  milestones: MilestoneIndex,
): Promise<NarrowedList | null> {
  const narrowed = narrow(query);
  const names: string[] = [];
  for (const wanted of [...narrowed.labels, ...carriersOf(query)]) {
    const [label, ...others] = await labels.find(wanted);
    if (!label) return null;
    if (others.length === 0 && !WILDCARD.test(label.name)) names.push(label.name);
  }
  const titled = narrowed.milestone === null ? [] : await milestones.find(narrowed.milestone);
  const title = titled.length === 1 ? titled[0]?.title : undefined;
  return {
    labels: names,
    query: {
      state: STATES[narrowed.state],
      ...(title === undefined || WILDCARD.test(title) ? {} : { milestone: title }),
      ...(narrowed.updatedSince ? { updated_after: narrowed.updatedSince } : {}),
      ...personOf('assignee_username', narrowed.assignee),
      ...personOf('author_username', narrowed.author),
    },
  };
}

function personOf(parameter: string, login: string | null): Parameters {
  return login !== null && USERNAME.test(login) && !WILDCARD.test(login) ? { [parameter]: login } : {};
}

/** The labels that an issue has which is in this state, or of this type; some types are no labels. */
function carriersOf(query: Query): readonly string[] {
  const normal = normalise(query);
  return (normal.kind === 'and' ? normal.parts : [normal]).flatMap((part) => {
    if (part.kind === 'state' && part.state === 'in_progress') return [IN_PROGRESS_LABEL];
    const isLabel = part.kind === 'type' && !NATIVE_TYPES.has(part.type.toLowerCase());
    return isLabel && part.type.toLowerCase() !== 'test_case' ? [labelOfType(part.type)] : [];
  });
}
