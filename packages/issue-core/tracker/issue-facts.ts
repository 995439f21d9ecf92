import type { Issue } from '../model/issue.ts';
import type { IssueFacts, Query } from '../query/ast.ts';
import { type FactsNeeded, factsNeeded, NO_FACTS } from '../query/facts-needed.ts';
import { matches } from '../query/matches.ts';
import { parentIn, withBeside } from './beside.ts';
import type { TrackerContext } from './context.ts';
import type { LinkReader } from './link-reader.ts';

export const ALL_FACTS: FactsNeeded = { parent: true, links: true, blocked: true, claims: true };

/**
 * Those of these issues (at most 1,000) that the query asks for, in their order, with what is kept beside them. Looks no
 * further than whoever takes them: links may cost a request for each.
 */
export async function* filterIssues(
  context: TrackerContext,
  query: Query,
  found: readonly Issue[],
  links: LinkReader,
): AsyncGenerator<Issue> {
  const needed = factsNeeded(query);
  links.remember(found);
  const issues = await withBeside(context, found);
  const claims = needed.claims ? await claimFacts(context, issues) : null;
  for (const issue of issues) {
    const known = { ...NO_FACTS, ...claims?.(issue.number) };
    // Whatever links say, a query that fails both ways need not ask for them: each costs a request at most trackers.
    if (needed.blocked && !needed.parent && !needed.links && !mayMatch(query, issue, known)) continue;
    const [whole, facts] = await addLinkFacts(issue, known, needed, links);
    if (matches(query, whole, facts)) yield whole;
  }
}

export async function factsOf(context: TrackerContext, issue: Issue, links: LinkReader): Promise<IssueFacts> {
  const claims = await claimFacts(context, [issue]);
  const [, facts] = await addLinkFacts(issue, { ...NO_FACTS, ...claims(issue.number) }, ALL_FACTS, links);
  return facts;
}

function mayMatch(query: Query, issue: Issue, facts: IssueFacts): boolean {
  return [true, false].some((blocked) => matches(query, issue, { ...facts, blocked }));
}

async function addLinkFacts(
  issue: Issue,
  facts: IssueFacts,
  needed: FactsNeeded,
  links: LinkReader,
): Promise<readonly [Issue, IssueFacts]> {
  const own =
    needed.links || (needed.parent && issue.parent === null) ? await links.linksOf(issue.number) : [];
  const numbersOf = (wanted: string) => own.flatMap(({ kind, number }) => (kind === wanted ? [number] : []));
  return [
    { ...issue, parent: issue.parent ?? parentIn(own) },
    {
      ...facts,
      blockedBy: numbersOf('blocked_by'),
      blocks: numbersOf('blocks'),
      blocked: needed.blocked && (await links.isBlocked(issue.number)),
    },
  ];
}

async function claimFacts(
  { backendName, coordination }: TrackerContext,
  issues: readonly Issue[],
): Promise<(number: number) => Pick<IssueFacts, 'claimedBy' | 'abandoned' | 'deferred'>> {
  const numbers = issues.map(({ number }) => number);
  const claims = await coordination.claimsAmong(backendName, numbers);
  const abandoned = await coordination.abandonedAmong(backendName, numbers);
  const deferrals = await coordination.deferralsAmong(backendName, numbers);
  return (number) => ({
    claimedBy: claims.get(number)?.agent ?? null,
    abandoned: abandoned.has(number),
    deferred: deferrals.has(number),
  });
}
