import type { Claim } from '../coordination/port.ts';
import type { Issue } from '../model/issue.ts';
import type { Query } from '../query/ast.ts';
import { fold } from '../query/fold.ts';
import type { TrackerContext } from './context.ts';
import { isMissing } from './link-reader.ts';

/** With more, a list in pages is as quick. */
const MAX_READ_SINGLY = 200;

/**
 * All issues that a query can find which asks for claimed ones, in no order: they are few, and would be looked for in the
 * whole list. Null when it may find others as well, or many.
 */
export async function claimedIssues(
  { backend }: TrackerContext,
  query: Query,
  claims: readonly Claim[],
): Promise<readonly Issue[] | null> {
  const asked = conjunctsOf(query).filter(isAboutHeldIssues);
  if (asked.length === 0) return null;
  const fitting = claims.filter(({ agent }) => asked.every((term) => isHeldAsAsked(term, agent)));
  if (fitting.length > MAX_READ_SINGLY) return null;
  const issues: Issue[] = [];
  for (const { issue } of fitting) {
    try {
      issues.push(await backend.getIssue(issue));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return issues;
}

/** Whether it finds nothing that is held. */
export function asksForFreeIssues(query: Query): boolean {
  return (
    asksForReadyIssues(query) ||
    conjunctsOf(query).some((it) => it.kind === 'not' && it.part.kind === 'is' && it.part.what === 'claimed')
  );
}

/** Whether it finds nothing that is in progress, but for what is abandoned. */
export function asksForReadyIssues(query: Query): boolean {
  return conjunctsOf(query).some((it) => it.kind === 'is' && it.what === 'ready');
}

type HeldTerm = Extract<Query, { kind: 'claimed-by' } | { kind: 'is' }>;

function isAboutHeldIssues(query: Query): query is HeldTerm {
  return query.kind === 'claimed-by' || (query.kind === 'is' && query.what === 'claimed');
}

function isHeldAsAsked(term: HeldTerm, agent: string): boolean {
  return term.kind === 'is' || fold(term.agent) === fold(agent);
}

function conjunctsOf(query: Query): readonly Query[] {
  return query.kind === 'and' ? query.parts.flatMap(conjunctsOf) : [query];
}
