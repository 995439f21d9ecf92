import fc from 'fast-check';
import { meaningOfLabel } from '../model/encoded-labels.ts';
import { CLOSE_REASONS, ISSUE_STATES, type Issue, PRIORITIES } from '../model/issue.ts';
import { type IssueFacts, QUERY_FIELDS, type Query, type Term } from '../query/ast.ts';
import { fold } from '../query/fold.ts';
import { labelTerm } from '../query/label-term.ts';

/** So few names, numbers and times that queries meet issues often. */
const MAX_NUMBER = 20;
const FIRST_MS = Date.parse('2025-12-28T00:00:00.000Z');
const LAST_MS = Date.parse('2026-01-04T00:00:00.000Z');
const DAY_MS = 24 * 60 * 60 * 1_000;

const LOGINS = [
  'ann',
  'Ann',
  'bob',
  'renée',
  'rene\u0301e',
  'o-brien',
  'dependabot[bot]',
  '@me',
  'none',
  '*',
];
const LABELS = [
  'bug',
  'Bug',
  'good first issue',
  'a,b',
  'scope/sub',
  'say "hi"',
  '100%',
  '日本',
  'c:\\temp\\',
  '*',
];
const TYPES = ['bug', 'feature', 'task', 'Epic', 'user story'];
const MILESTONES = ['v1.0', 'V1.0', 'Next (maybe)', '2026-01', '*'];
const AGENTS = ['coder-1', 'reviewer', 'Tester', '@me'];
const TEXTS = [
  'Login fails with ERROR',
  'the login page',
  'STRASSE straße İstanbul ΣΑΣ ǅ',
  'cafe\u0301 CAFÉ',
  'C:\\temp\\new "quoted" (twice)',
  '100% a_b * .* [x] {1,2} ^$ | ?',
  "'; DROP TABLE issues; --",
  '--flag -x #12 label:bug AND OR NOT',
  '日本語のテキスト',
  '👍🏽 👨‍👩‍👧',
  'line one\nline two\r\n\ttabbed',
  '<!-- issue-core:x --> @everyone',
];

/** Well-formed text without NUL, as trackers keep it; hostile otherwise. */
const anyText = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
    ),
    { maxLength: 3 },
  )
  .map((texts) => texts.join(' '));

/** A piece of such text, so that it is found. */
const anyWord = fc
  .oneof(
    fc
      .tuple(fc.constantFrom(...TEXTS), fc.nat(30), fc.integer({ min: 1, max: 8 }))
      .map(([text, at, length]) =>
        Array.from(text)
          .slice(at, at + length)
          .join(''),
      ),
    fc.constantFrom('login', 'error', 'café', 'ss', 'i', 'and', 'label:bug'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
  )
  .map(fold)
  .filter((word) => word !== '');

function anyName(known: readonly string[]): fc.Arbitrary<string> {
  const strange = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 });
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: strange.filter((name) => name.trim() === name && name !== '') },
  );
}

function anyNames(known: readonly string[]): fc.Arbitrary<string[]> {
  return fc.uniqueArray(anyName(known), { maxLength: 3, selector: fold });
}

const anyLabel = anyName(LABELS).filter((name) => meaningOfLabel(name).field === 'label');
const anyNumber = fc.integer({ min: 1, max: MAX_NUMBER });
/** Mostly on the boundary of a day, where ranges begin and end. */
const anyMs = fc.oneof(
  { weight: 1, arbitrary: fc.integer({ min: FIRST_MS, max: LAST_MS }) },
  {
    weight: 3,
    arbitrary: fc
      .integer({ min: 0, max: (LAST_MS - FIRST_MS) / DAY_MS })
      .map((days) => FIRST_MS + days * DAY_MS),
  },
);

/** Trackers write whole seconds with and without their fraction. */
function isoTime(ms: number): string {
  const iso = new Date(ms).toISOString();
  return ms % 2_000 === 0 ? iso.replace('.000Z', 'Z') : iso;
}

function orNull<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(arbitrary, { freq: 3 });
}

/** An issue that keeps the promises of the model. */
export const anyIssue: fc.Arbitrary<Issue> = fc
  .record({
    number: anyNumber,
    title: anyText.map((text) => text.replace(/\s+/g, ' ').trim() || 'untitled'),
    body: anyText,
    state: fc.constantFrom(...ISSUE_STATES),
    closeReason: orNull(fc.constantFrom(...CLOSE_REASONS)),
    type: orNull(anyName(TYPES).map((type) => type.toLowerCase())),
    priority: orNull(fc.constantFrom(...PRIORITIES)),
    labels: fc.uniqueArray(anyLabel, { maxLength: 3, selector: fold }),
    assignees: anyNames(LOGINS),
    milestone: orNull(anyName(MILESTONES)),
    parent: orNull(anyNumber),
    author: orNull(anyName(LOGINS)),
    commentCount: fc.nat(5),
    times: fc.array(anyMs, { minLength: 3, maxLength: 3 }),
  })
  .map(({ times, ...issue }) => {
    const [created = '', closed = '', updated = ''] = times.toSorted((a, b) => a - b).map(isoTime);
    const isClosed = issue.state === 'closed';
    return {
      ...issue,
      id: `id-${issue.number}`,
      parent: issue.parent === issue.number ? null : issue.parent,
      closeReason: isClosed ? issue.closeReason : null,
      createdAt: created,
      updatedAt: updated,
      closedAt: isClosed ? closed : null,
      url: null,
    };
  });

/** Issues of one tracker. */
export const anyIssues: fc.Arbitrary<Issue[]> = fc.uniqueArray(anyIssue, {
  maxLength: 12,
  selector: ({ number }) => number,
});

/** Or hardly anything would be ready. */
const seldom = fc.constantFrom(true, false, false);

export const anyFacts: fc.Arbitrary<IssueFacts> = fc.record({
  blockedBy: fc.uniqueArray(anyNumber, { maxLength: 3 }),
  blocks: fc.uniqueArray(anyNumber, { maxLength: 3 }),
  blocked: seldom,
  claimedBy: fc.option(anyName(AGENTS), { freq: 1 }),
  abandoned: fc.boolean(),
  deferred: seldom,
});

const anyNumberRange = fc.record({ from: orNull(fc.nat(MAX_NUMBER)), to: orNull(fc.nat(MAX_NUMBER)) });
const anyIsoMs = anyMs.map((ms) => new Date(ms).toISOString());

export const anyTerm: fc.Arbitrary<Term> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    word: anyWord,
    in: fc.constantFrom('title' as const, 'body' as const, 'any' as const),
  }),
  fc.record({ kind: fc.constant('state' as const), state: fc.constantFrom(...ISSUE_STATES) }),
  fc.constant({ kind: 'not-closed' as const }),
  fc.record({ kind: fc.constant('close-reason' as const), reason: fc.constantFrom(...CLOSE_REASONS) }),
  anyName(LABELS).map(labelTerm),
  fc.record({ kind: fc.constant('type' as const), type: anyName(TYPES) }),
  fc.record({ kind: fc.constant('priority' as const), priorities: fc.subarray([...PRIORITIES]) }),
  fc.record({ kind: fc.constant('assignee' as const), login: anyName(LOGINS) }),
  fc.record({ kind: fc.constant('author' as const), login: anyName(LOGINS) }),
  fc.record({ kind: fc.constant('milestone' as const), title: anyName(MILESTONES) }),
  fc.record({ kind: fc.constant('has' as const), field: fc.constantFrom(...QUERY_FIELDS) }),
  fc.record({ kind: fc.constantFrom('number' as const, 'comments' as const), range: anyNumberRange }),
  fc.record({
    kind: fc.constant('time' as const),
    field: fc.constantFrom('created' as const, 'updated' as const, 'closed' as const),
    range: fc.record({ from: orNull(anyIsoMs), before: orNull(anyIsoMs) }),
  }),
  fc.record({
    kind: fc.constantFrom('parent' as const, 'blocked-by' as const, 'blocks' as const),
    number: anyNumber,
  }),
  fc.record({
    kind: fc.constant('is' as const),
    what: fc.constantFrom('ready' as const, 'blocked' as const, 'claimed' as const, 'deferred' as const),
  }),
  fc.record({ kind: fc.constant('claimed-by' as const), agent: anyName(AGENTS) }),
);

/** Any query a caller may build, not normalised: empty `and` and `or`, `everything` anywhere, ranges upside down. */
export const anyQuery: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: anyTerm },
    { weight: 1, arbitrary: fc.constant({ kind: 'everything' as const }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        parts: fc.array(tie('query'), { maxLength: 4 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('not' as const), part: tie('query') }) },
  ),
})).query;
