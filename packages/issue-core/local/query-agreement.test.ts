import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SORT_FIELDS, type Sort } from '../backend/port.ts';
import type { Issue } from '../model/issue.ts';
import type { Link } from '../model/link.ts';
import type { IssueFacts, Query } from '../query/ast.ts';
import { factsNeeded } from '../query/facts-needed.ts';
import { matches } from '../query/matches.ts';
import { compareIssues } from '../query/sort.ts';
import { openDatabase } from '../sqlite/open-database.ts';
import { anyIssue, anyQuery, anyTerm } from '../testing/arbitraries.ts';
import { findIssues, type PlanLimits } from './list-plan.ts';
import type { LocalBackend } from './open-local-backend.ts';
import { openLocalBackend } from './open-local-backend.ts';
import { listAll, TEST_LOGIN, temporaryStorePath } from './testing/test-store.ts';

const START_MS = Date.UTC(2025, 11, 28);
/** Two slow cores with other work must be enough. */
const TIMEOUT_MS = 60_000;
const HALF_DAY_MS = 43_200_000;

interface Story {
  readonly issues: readonly Issue[];
  readonly comments: readonly number[];
  readonly links: readonly { readonly from: number; readonly link: Link }[];
  readonly abandoned: readonly number[];
}

/** Places in the list of issues stand for the numbers that the store gives; they meet those in queries. */
const anyStory: fc.Arbitrary<Story> = fc.record({
  issues: fc.array(anyIssue, { minLength: 1, maxLength: 12 }),
  comments: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }),
  links: fc.array(
    fc.record({
      from: fc.integer({ min: 1, max: 12 }),
      link: fc.record({
        kind: fc.constantFrom('blocks' as const, 'parent' as const),
        number: fc.integer({ min: 1, max: 12 }),
      }),
    }),
    { maxLength: 16 },
  ),
  abandoned: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }),
});

async function tell(backend: LocalBackend, { issues, comments, links }: Story): Promise<void> {
  const titles = new Set(issues.flatMap(({ milestone }) => (milestone === null ? [] : [milestone])));
  for (const title of titles) {
    await backend.createMilestone({ title }).catch((error: unknown) => expectCode(error, 'ALREADY_EXISTS'));
  }
  for (const { parent: _parent, ...issue } of issues) await backend.createIssue(issue);
  for (const number of comments.filter((it) => it <= issues.length)) await backend.createComment(number, 'x');
  for (const { from, link } of links) {
    if (from > issues.length || link.number > issues.length) continue;
    await backend.addLink(from, link).catch((error: unknown) => expectCode(error, 'LINK_CYCLE'));
  }
}

function expectCode(error: unknown, code: string): void {
  expect(error).toMatchObject({ code });
}

/** What the links of the store mean, worked out by walking them. */
async function factsOf(
  backend: LocalBackend,
  issues: readonly Issue[],
  abandoned: readonly number[],
): Promise<Map<number, IssueFacts>> {
  const links = new Map<number, readonly Link[]>();
  for (const { number } of issues) links.set(number, await backend.listLinks(number));
  const isOpen = new Map(issues.map(({ number, state }) => [number, state !== 'closed']));
  const ofKind = (number: number, kind: Link['kind']) =>
    (links.get(number) ?? []).filter((link) => link.kind === kind).map((link) => link.number);
  const isBlocked = (number: number): boolean =>
    ofKind(number, 'blocked_by').some((blocker) => isOpen.get(blocker)) ||
    ofKind(number, 'parent').some(isBlocked);
  return new Map(
    issues.map(({ number }) => [
      number,
      {
        blockedBy: ofKind(number, 'blocked_by'),
        blocks: ofKind(number, 'blocks'),
        blocked: isBlocked(number),
        claimedBy: null,
        abandoned: abandoned.includes(number),
        deferred: false,
      },
    ]),
  );
}

async function storyOf(
  story: Story,
  path = ':memory:',
): Promise<{ backend: LocalBackend; issues: readonly Issue[]; facts: Map<number, IssueFacts> }> {
  let now = START_MS;
  const backend = openLocalBackend({
    path,
    login: TEST_LOGIN,
    now: () => {
      now += HALF_DAY_MS;
      return now;
    },
  });
  await tell(backend, story);
  const { issues } = await listAll(backend, {
    query: { kind: 'everything' },
    sort: { field: 'number', descending: false },
    pageSize: 100,
  });
  expect(issues).toHaveLength(story.issues.length);
  return { backend, issues, facts: await factsOf(backend, issues, story.abandoned) };
}

function wanted(query: Query, issues: readonly Issue[], facts: Map<number, IssueFacts>): readonly Issue[] {
  return issues.filter((issue) => {
    const known = facts.get(issue.number);
    return known !== undefined && matches(query, issue, known);
  });
}

/** Of which few generated queries are. */
const ABOUT_BLOCKED: readonly Query[] = [
  { kind: 'is', what: 'blocked' },
  { kind: 'not', part: { kind: 'is', what: 'blocked' } },
  { kind: 'is', what: 'ready' },
];

const anySort = fc.record({ field: fc.constantFrom(...SORT_FIELDS), descending: fc.boolean() });
/** Conditions as people write them, of which each has a set in some index, beside any queries at all. */
const anyQueries = fc.array(
  fc.oneof(
    anyQuery,
    fc.record({
      kind: fc.constant('and' as const),
      parts: fc.array(anyTerm, { minLength: 1, maxLength: 3 }),
    }),
  ),
  { minLength: 10, maxLength: 10 },
);

test('a list holds what the oracle says, in its order, over pages of any size', {
  timeout: TIMEOUT_MS,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      anyStory,
      anyQueries,
      anySort,
      fc.integer({ min: 1, max: 5 }),
      async (story, queries, sort, pageSize) => {
        const { backend, issues, facts } = await storyOf(story);
        for (const query of [...queries, ...ABOUT_BLOCKED]) {
          const found = await listAll(backend, { query, sort, pageSize });
          const uncounted = await listAll(backend, { query, sort, pageSize, total: 'none' });

          const fitting = wanted(query, found.issues, facts);
          expect(fitting).toEqual(wanted(query, issues, facts).toSorted(compareIssues(sort)));
          expect(found.issues).toEqual(found.issues.toSorted(compareIssues(sort)));
          expect(uncounted.issues).toEqual(found.issues);
          if (factsNeeded(query).claims) continue;
          expect(found.issues).toEqual(fitting);
          expect(found.totals).toEqual(new Set([fitting.length]));
        }
        await backend.close();
      },
    ),
    { numRuns: 40 },
  );
});

test('a list that is to leave out what others have in progress holds all that is ready', {
  timeout: TIMEOUT_MS,
}, async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, anyQueries, anySort, async (story, queries, sort) => {
      const { backend, issues, facts } = await storyOf(story);
      for (const other of queries) {
        const query: Query = { kind: 'and', parts: [{ kind: 'is', what: 'ready' }, other] };
        const found = await listAll(backend, { query, sort, pageSize: 3, inProgress: story.abandoned });

        expect(wanted(query, found.issues, facts)).toEqual(
          wanted(query, issues, facts).toSorted(compareIssues(sort)),
        );
        const begun = found.issues.filter(({ state }) => state === 'in_progress');
        expect(begun.filter(({ number }) => !story.abandoned.includes(number))).toEqual([]);
      }
      await backend.close();
    }),
    { numRuns: 25 },
  );
});

const LIMITS: readonly PlanLimits[] = [0, 2, 1_000].flatMap((smallSet) =>
  [1, 3, 1_000].flatMap((walkedIssues) =>
    [0, 1_000].map((many) => ({ smallSet, walkedIssues, sortedIssues: many, scannedIssues: many })),
  ),
);

test('every way to find the issues of a page, and to count them, finds the same', {
  timeout: TIMEOUT_MS,
}, async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, anyQueries, anySort, async (story, queries, sort) => {
      const { path, remove } = temporaryStorePath();
      const { backend, issues, facts } = await storyOf(story, path);
      const database = openDatabase(path, []);
      for (const query of [...queries, ...ABOUT_BLOCKED.slice(0, 2)]) {
        if (factsNeeded(query).claims) continue;
        const fitting = wanted(query, issues, facts).toSorted(compareIssues(sort));
        const { total } = await listOnce(backend, query, sort);
        for (const limits of LIMITS) {
          const request = { query, sort, limit: 4, withTotal: true, inProgress: null };
          const first = findIssues(database, { ...request, after: null, except: [] }, limits);
          const [, second] = first.rows;
          const after = second ?? null;
          const except = fitting.slice(2, 3).map(({ number }) => number);
          const next = findIssues(database, { ...request, after, except }, limits);
          const inProgress = story.abandoned;
          const useful = findIssues(database, { ...request, after: null, except: [], inProgress }, limits);

          // What the store cannot decide, half a character in a word, is more, and not counted.
          if (total === null) continue;
          expect(numbersOf(first.rows)).toEqual(numbersOf(fitting.slice(0, 4)));
          expect(first.total).toBe(fitting.length);
          expect(numbersOf(next.rows)).toEqual(numbersOf(after ? fitting.slice(3, 7) : fitting));
          const isUseful = ({ number, state }: Issue) =>
            state !== 'in_progress' || inProgress.includes(number);
          expect(numbersOf(useful.rows)).toEqual(numbersOf(fitting.filter(isUseful).slice(0, 4)));
        }
      }
      database.close();
      await backend.close();
      remove();
    }),
    { numRuns: 25 },
  );
});

async function listOnce(backend: LocalBackend, query: Query, sort: Sort) {
  return backend.listIssues({ query, sort, pageSize: 1, cursor: null });
}

function numbersOf(rows: readonly { readonly number: number }[]): readonly number[] {
  return rows.map(({ number }) => number);
}
