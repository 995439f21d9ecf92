import {
  IN_PROGRESS_LABEL,
  labelOfPriority,
  labelOfType,
} from '@fixpoint/issue-core/model/encoded-labels.ts';
import type { Query } from '@fixpoint/issue-core/query/ast.ts';
import { narrow } from '@fixpoint/issue-core/query/narrow.ts';
import { normalise } from '@fixpoint/issue-core/query/normalise.ts';
import type { LabelIndex } from './label-index.ts';
import type { MilestoneIndex } from './milestone-index.ts';

export type ListQuery = Readonly<Record<string, string>>;

export interface NarrowedList {
  readonly query: ListQuery;
  /** Filters by people: Gitea answers 404 when it does not know one of them. */
  readonly people: ListQuery;
}

/**
 * What Gitea's list of issues is asked for, so that it holds at least what matches; null when nothing can match. Labels and
 * milestones go by name, exactly as they are written there and separated by commas: a name of which there are several, or
 * that has a comma, is left for the filter on this side. Words are, because Gitea searches for whole ones.
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
    if (others.length === 0 && !label.ofOrganization && !label.name.includes(',')) names.push(label.name);
  }
  const titled = narrowed.milestone === null ? [] : await milestones.find(narrowed.milestone);
  if (narrowed.milestone !== null && titled.length === 0) return null;
  const title = titled.length === 1 ? titled[0]?.title : undefined;
  return {
    query: {
      state: narrowed.state,
      ...(names.length > 0 ? { labels: names.join(',') } : {}),
      ...(title !== undefined && !title.includes(',') ? { milestones: title } : {}),
      ...(narrowed.updatedSince ? { since: wholeSecond(narrowed.updatedSince) } : {}),
    },
    people: {
      ...(narrowed.assignee ? { assigned_by: narrowed.assignee } : {}),
      ...(narrowed.author ? { created_by: narrowed.author } : {}),
    },
  };
}

/** The labels that an issue has which is in this state, of this type, of this priority. */
function carriersOf(query: Query): readonly string[] {
  const normal = normalise(query);
  return (normal.kind === 'and' ? normal.parts : [normal]).flatMap((part) => {
    if (part.kind === 'state' && part.state === 'in_progress') return [IN_PROGRESS_LABEL];
    if (part.kind === 'type') return [labelOfType(part.type)];
    const [priority, ...others] = part.kind === 'priority' ? part.priorities : [];
    return priority && others.length === 0 ? [labelOfPriority(priority)] : [];
  });
}

/** Gitea's times have no parts of seconds. */
function wholeSecond(time: string): string {
  return new Date(Math.floor(Date.parse(time) / 1_000) * 1_000).toISOString();
}
