import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Page } from '../backend/port.ts';
import { checkInteger } from '../coordination/bounds.ts';
import type { Claim } from '../coordination/port.ts';
import type { Issue } from '../model/issue.ts';
import type { Query } from '../query/ast.ts';
import { matches } from '../query/matches.ts';
import type { ReadyIssue, ReadyOptions } from './api.ts';
import { readIssue } from './beside.ts';
import { keyOf, type TrackerContext } from './context.ts';
import { factsOf } from './issue-facts.ts';
import { createLinkReader, isMissing } from './link-reader.ts';
import { listIssues, queryOf } from './list-issues.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;
/** How often the queue is read again because others were faster. */
const MAX_ROUNDS = 5;
/** Of the list, each of which may have passed over a hundred pages of issues that are not ready. */
const MAX_READS = 50;
const READY: Query = { kind: 'is', what: 'ready' };

/** The ready queue, and with `claim` the first of it that could be taken. */
export async function readyIssues(
  context: TrackerContext,
  options: ReadyOptions = {},
): Promise<readonly ReadyIssue[]> {
  checkInteger('limit', options.limit ?? DEFAULT_LIMIT, 1, MAX_LIMIT);
  const query: Query = { kind: 'and', parts: [READY, queryOf(context, options.query)] };
  if (!options.claim) {
    return (await readQueue(context, query, options)).map((issue) => ({ issue, claim: null }));
  }
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const queue = await readQueue(context, query, options);
    if (queue.length === 0) return [];
    const taken = await claimOneOf(context, query, queue, options.claim);
    if (taken) return [taken];
  }
  const detail = `Others took all that was ready, ${MAX_ROUNDS} times; try again.`;
  throw new FixpointError('CLAIM_HELD', detail);
}

async function readQueue(
  context: TrackerContext,
  query: Query,
  options: ReadyOptions,
): Promise<readonly Issue[]> {
  const { limit = DEFAULT_LIMIT, signal } = options;
  const sort = { field: 'priority', descending: false } as const;
  const found: Issue[] = [];
  let cursor: string | null = null;
  for (let reads = 0; reads < MAX_READS && found.length < limit; reads += 1) {
    const page: Page<Issue> = await listIssues(context, {
      query,
      sort,
      limit: limit - found.length,
      cursor,
      total: 'none',
      ...(signal ? { signal } : {}),
    });
    found.push(...page.items);
    cursor = page.next;
    if (cursor === null) break;
  }
  return found;
}

/** Null when each of them was taken meanwhile, or is no longer ready. */
async function claimOneOf(
  context: TrackerContext,
  query: Query,
  queue: readonly Issue[],
  { ttlMs }: { readonly ttlMs?: number },
): Promise<ReadyIssue | null> {
  const { coordination, backendName: backend, agent } = context;
  let candidates = queue.map(({ number }) => number);
  while (candidates.length > 0) {
    const request = { backend, agent, candidates, ...(ttlMs === undefined ? {} : { ttlMs }) };
    const taken = await coordination.claimFirst(request);
    if (taken === null) return null;
    const { wasAbandoned, ...claim } = taken;
    const issue = await checkedOrReleased(context, query, claim, wasAbandoned);
    if (issue) return { issue, claim };
    candidates = candidates.slice(candidates.indexOf(claim.issue) + 1);
  }
  return null;
}

/** Between the list and the claim, somebody may have done the work already: then it is given back, as it was before. */
async function checkedOrReleased(
  context: TrackerContext,
  query: Query,
  claim: Claim,
  abandoned: boolean,
): Promise<Issue | null> {
  const { coordination } = context;
  let isKept = false;
  try {
    const issue = await readIssue(context, claim.issue);
    const facts = await factsOf(context, issue, createLinkReader(context));
    isKept = matches(query, issue, { ...facts, claimedBy: null, abandoned });
    return isKept ? issue : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  } finally {
    if (!isKept) {
      await coordination.release({ ...keyOf(context, claim.issue), token: claim.token }, { abandoned });
    }
  }
}
