import type { NewIssue } from '@fixpoint/issue-core/model/issue.ts';
import type { Query, Term } from '@fixpoint/issue-core/query/ast.ts';
import { matches, NO_FACTS } from '@fixpoint/issue-core/query/matches.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { has } from './expecting.ts';
import { allIssues } from './reading.ts';
import type { Subject } from './subject.ts';

const EPOCH = '2020-01-01T00:00:00.000Z';
const FUTURE = '2099-01-01T00:00:00.000Z';

export function queries(subject: Subject): void {
  const terms = termsFor(['first-login', 'second-login']);

  beforeAll(async () => {
    const { backend, people } = subject.now();
    if (has(subject.capabilities, 'milestones')) {
      for (const title of ['v1', 'V1, later', '7']) await backend.createMilestone({ title });
    }
    for (const issue of issuesFor(subject, people)) await backend.createIssue(issue);
  }, 120_000);

  /** The terms are known before the logins are. */
  function withLogins(query: Query): Query {
    const { people } = subject.now();
    switch (query.kind) {
      case 'and':
      case 'or':
        return { kind: query.kind, parts: query.parts.map(withLogins) };
      case 'not':
        return { kind: 'not', part: withLogins(query.part) };
      case 'assignee':
      case 'author': {
        const login = { 'first-login': people[0], 'second-login': people[1].toUpperCase() }[query.login];
        return { ...query, login: login ?? query.login };
      }
      default:
        return query;
    }
  }

  async function expectSuperset(query: Query): Promise<void> {
    const { backend } = subject.now();
    const asked = withLogins(query);

    const all = await allIssues(backend);
    const answered = new Set((await allIssues(backend, { query: asked })).map(({ number }) => number));

    const wanted = all.filter((issue) => matches(asked, issue, NO_FACTS));
    expect(wanted.filter(({ number }) => !answered.has(number))).toEqual([]);
    expect([...answered].every((number) => all.some((issue) => issue.number === number))).toBe(true);
  }

  describe.each(terms.map((term) => [JSON.stringify(term), term] as const))('%s', (_, term) => {
    test('finds no less than it should', () => expectSuperset(term));
    test('finds no less than it should when negated', () => expectSuperset({ kind: 'not', part: term }));
  });

  test('pairs find no less than they should, both and either', async () => {
    for (const [index, term] of terms.entries()) {
      const other = terms[(index * 5 + 3) % terms.length] ?? term;
      await expectSuperset({ kind: 'and', parts: [term, other] });
      await expectSuperset({ kind: 'or', parts: [term, other] });
      await expectSuperset({
        kind: 'and',
        parts: [
          { kind: 'not', part: other },
          { kind: 'or', parts: [term, other] },
        ],
      });
    }
  });

  test('nothing that is asked for brings an empty answer, not an error', async () => {
    await expectSuperset({ kind: 'or', parts: [] });
    await expectSuperset({ kind: 'and', parts: [{ kind: 'not', part: { kind: 'everything' } }] });
  });
}

function issuesFor(
  { capabilities, types, refusesCommas }: Subject,
  [first, second]: readonly [string, string, ...string[]],
): NewIssue[] {
  const milestone = (title: string) => (has(capabilities, 'milestones') ? { milestone: title } : {});
  const type = has(capabilities, 'type') ? { type: types[0] } : {};
  const priority = has(capabilities, 'priority') ? { priority: 'high' as const } : {};
  const inProgress = has(capabilities, 'in-progress') ? { state: 'in_progress' as const } : {};
  const withComma = refusesCommas ? [] : ['needs, review'];
  return [
    {
      title: 'Größe falsch',
      body: 'Straße, ΣΙΣΥΦΟΣ',
      labels: ['Bug', 'ui'],
      assignees: [first],
      ...milestone('v1'),
    },
    { title: 'login fails', body: '', labels: ['bug'], ...type, ...inProgress },
    { title: 'Login is slow', labels: ['ui', ...withComma], state: 'closed', ...priority },
    {
      title: 'nothing special',
      body: 'it says login somewhere',
      assignees: [second],
      ...milestone('V1, later'),
    },
    { title: 'closed bug', labels: ['BUG'], state: 'closed', ...type, ...milestone('7') },
    { title: 'bare' },
  ];
}

function termsFor([first, second]: readonly [string, string]): readonly Term[] {
  const none = 'nothing-has-this-name';
  const [from, before] = [EPOCH, FUTURE];
  return [
    { kind: 'state', state: 'open' },
    { kind: 'state', state: 'in_progress' },
    { kind: 'state', state: 'closed' },
    { kind: 'not-closed' },
    ...['bug', 'BUG', 'ui', 'needs, review', 'needs', none].map((name): Term => ({ kind: 'label', name })),
    ...['v1', 'V1', 'v1, later', '7', none].map((title): Term => ({ kind: 'milestone', title })),
    ...[first, second, none].map((login): Term => ({ kind: 'assignee', login })),
    ...[first, none].map((login): Term => ({ kind: 'author', login })),
    { kind: 'type', type: 'bug' },
    { kind: 'priority', priorities: ['high', 'critical'] },
    ...['login', 'LOGIN', 'größe', 'strasse', 'σισυφοσ', 'ogi', 'is slow', none].map(
      (word): Term => ({ kind: 'text', word, in: 'any' }),
    ),
    { kind: 'text', word: 'login', in: 'title' },
    { kind: 'text', word: 'login', in: 'body' },
    { kind: 'time', field: 'updated', range: { from, before: null } },
    { kind: 'time', field: 'updated', range: { from: before, before: null } },
    { kind: 'time', field: 'created', range: { from, before } },
    { kind: 'time', field: 'closed', range: { from: null, before } },
    { kind: 'has', field: 'label' },
    { kind: 'has', field: 'milestone' },
    { kind: 'has', field: 'assignee' },
    { kind: 'number', range: { from: 2, to: 4 } },
    { kind: 'comments', range: { from: null, to: 0 } },
  ];
}
