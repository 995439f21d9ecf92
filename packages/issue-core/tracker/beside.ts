import type { CloseReason, Issue } from '../model/issue.ts';
import type { Link } from '../model/link.ts';
import type { TrackerContext } from './context.ts';

/** Issues as the tracker has them, with what is kept beside them put in its place. At most 1,000. */
export async function withBeside(
  { backend, backendName, coordination }: TrackerContext,
  issues: readonly Issue[],
): Promise<readonly Issue[]> {
  const numbers = issues.map(({ number }) => number);
  const keeps = (what: 'parent' | 'close-reason') =>
    numbers.length > 0 && backend.capabilities[what] === 'beside';
  const links = keeps('parent') ? await coordination.linksAmong(backendName, numbers) : null;
  const reasons = keeps('close-reason') ? await coordination.closeReasonsAmong(backendName, numbers) : null;
  if (links === null && reasons === null) return issues;
  return issues.map((issue) => ({
    ...issue,
    parent: links === null ? issue.parent : parentIn(links.get(issue.number) ?? []),
    closeReason: reasons === null ? issue.closeReason : reasonOf(issue, reasons),
  }));
}

/** The parent that links tell; there is one at most. */
export function parentIn(links: readonly Link[]): number | null {
  return links.find(({ kind }) => kind === 'parent')?.number ?? null;
}

/** Somebody may have opened it again at the tracker, where the reason is not known. */
function reasonOf({ number, state }: Issue, reasons: ReadonlyMap<number, CloseReason>): CloseReason | null {
  return state === 'closed' ? (reasons.get(number) ?? null) : null;
}

export async function readIssue(context: TrackerContext, number: number): Promise<Issue> {
  const found = await context.backend.getIssue(number);
  const [issue = found] = await withBeside(context, [found]);
  return issue;
}
