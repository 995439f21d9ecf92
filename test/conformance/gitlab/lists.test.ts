import { type Issue, PRIORITIES } from '@fixpoint/issue-core/model/issue.ts';
import type { Query } from '@fixpoint/issue-core/query/ast.ts';
import { matches, NO_FACTS } from '@fixpoint/issue-core/query/matches.ts';
import { compareIssues } from '@fixpoint/issue-core/query/sort.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allIssues } from '../suite/reading.ts';
import { type GitLabScene, openGitLabScene } from './open-gitlab.ts';

describe.each([true, false])('lists, where places can be asked for: %s', (keyset) => {
  let now = Date.parse('2026-01-31T12:00:00Z');
  let scene: GitLabScene;
  beforeEach(async () => {
    scene = await openGitLabScene({
      edition: { keyset },
      now: () => {
        now += 7;
        return now;
      },
    });
  });
  afterEach(async () => {
    await scene.simulator.close();
    expect(scene.simulator.violations).toEqual([]);
  });

  test.each([true, false])(
    'by priority have all spellings of its labels, descending: %s',
    async (descending) => {
      const backend = scene.open();
      const spellings = ['priority:high', 'Priority:High', 'PRIORITY:LOW', 'priority:critical'];
      const at = new Date(now).toISOString();
      for (const [index, name] of spellings.entries()) {
        const label = { id: index + 1, createdAt: at, groupId: null, name, color: '#112233' };
        scene.project.labels.push({ ...label, description: null, priority: null });
      }
      for (let index = 0; index < 30; index += 1) {
        await backend.createIssue({ title: `issue ${index}` });
        const label = scene.project.labels[index % 6];
        if (label) scene.project.issues[index]?.labels.push(label);
      }
      const sort = { field: 'priority', descending } as const;

      const listed = await allIssues(backend, { sort, pageSize: 4 });

      expect(listed).toHaveLength(30);
      expect(listed.filter(({ priority }) => priority === 'high')).toHaveLength(10);
      expect(listed).toEqual(listed.toSorted(compareIssues(sort)));
    },
  );

  test('by priority ask for one part only, where nothing has a priority', async () => {
    const backend = scene.open();
    await backend.createIssue({ title: 'Plain' });
    const before = scene.simulator.requests.length;

    const listed = await allIssues(backend, { sort: { field: 'priority', descending: false } });

    expect(listed).toHaveLength(1);
    const asked = scene.simulator.requests.slice(before).filter(({ path }) => path.endsWith('/issues'));
    expect(asked).toHaveLength(1);
  });

  test('ask GitLab for what it can find, and for nothing where nothing can be', async () => {
    const backend = scene.open();
    await backend.createIssue({ title: 'One', labels: ['Bug'], assignees: ['ada'], priority: PRIORITIES[0] });
    const query: Query = {
      kind: 'and',
      parts: [
        { kind: 'label', name: 'BUG' },
        { kind: 'assignee', login: 'ADA' },
        { kind: 'not-closed' },
        { kind: 'time', field: 'updated', range: { from: '2026-01-01T00:00:00.000Z', before: null } },
      ],
    };

    const found = await allIssues(backend, { query });
    const { search } = scene.simulator.requests.at(-1) ?? { search: '' };
    const before = scene.simulator.requests.length;
    const none = await allIssues(backend, { query: { kind: 'label', name: 'never made' } });

    expect(found).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(search))).toMatchObject({
      ...{
        labels: 'Bug',
        assignee_username: 'ADA',
        state: 'opened',
        updated_after: '2026-01-01T00:00:00.000Z',
      },
    });
    expect(none).toEqual([]);
    expect(scene.simulator.requests.slice(before).map(({ path }) => path)).toEqual([
      expect.stringMatching(/\/labels$/),
    ]);
  });

  test.each([
    ['label', 'None'],
    ['label', 'any'],
    ['milestone', 'None'],
    ['milestone', 'Upcoming'],
    ['milestone', '#started'],
  ] as const)('are not led astray by a %s that is called %s', async (kind, name) => {
    const backend = scene.open();
    await backend.createMilestone({ title: name });
    const fields = kind === 'label' ? { labels: [name] } : { milestone: name };
    for (const title of ['with', 'with it too']) await backend.createIssue({ title, ...fields });
    await backend.createIssue({ title: 'without' });
    const query: Query = kind === 'label' ? { kind, name } : { kind, title: name };

    const listed = await allIssues(backend, { query });

    const wanted = (issue: Issue) => matches(query, issue, NO_FACTS);
    expect(listed.filter(wanted).map(({ number }) => number)).toEqual([1, 2]);
  });

  test('native types are found, and labels of the same name are not needed', async () => {
    const backend = scene.open();
    await backend.createIssue({ title: 'Down', type: 'incident' });
    await backend.createIssue({ title: 'Bug', type: 'bug' });

    const incidents = await allIssues(backend, { query: { kind: 'type', type: 'Incident' } });
    const bugs = await allIssues(backend, { query: { kind: 'type', type: 'bug' } });

    expect(incidents.filter(({ type }) => type === 'incident')).toHaveLength(1);
    expect(bugs.map(({ title }) => title)).toEqual(['Bug']);
    expect(scene.project.labels.map(({ name }) => name)).toEqual(['type:bug']);
  });
});
