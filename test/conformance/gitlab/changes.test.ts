import type { ChangeCursor, IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allIssues, drain } from '../suite/reading.ts';
import { type GitLabScene, openGitLabScene } from './open-gitlab.ts';
import { addIssue, newIssue } from './simulator/handlers/issues.ts';
import { timeOf } from './simulator/world.ts';

const START = Date.parse('2026-01-31T12:00:00Z');

/** What somebody does between two pages. */
const Deed = fc.record({
  deed: fc.constantFrom('edit', 'create', 'delete', 'wait', 'hide'),
  place: fc.nat(1_000),
});
type Deed = typeof Deed extends fc.Arbitrary<infer T> ? T : never;

describe.each([
  ['by places', true],
  ['by numbers, on an older server,', false],
])('changes that are paged %s', (_, keyset) => {
  let now = START;
  let scene: GitLabScene;
  let backend: IssueBackend;
  beforeEach(async () => {
    now = START;
    scene = await openGitLabScene({ now: () => now, edition: { keyset } });
    backend = scene.open();
  });
  afterEach(async () => {
    await scene.simulator.close();
    expect(scene.simulator.violations).toEqual([]);
  });

  /** Straight into the world, which is quicker than asking for each. */
  function make(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const issue = newIssue(scene.simulator.world, scene.project, scene.people.ada);
      issue.title = `issue ${issue.iid}`;
      addIssue(scene.project, issue);
    }
  }

  function act({ deed, place }: Deed): void {
    const { issues } = scene.project;
    const issue = issues[place % issues.length];
    if (deed === 'wait') now += place;
    if (deed === 'create') make(1);
    if (!issue) return;
    if (deed === 'delete') issues.splice(issues.indexOf(issue), 1);
    if (deed !== 'edit' && deed !== 'hide') return;
    issue.title = `${issue.title} edited`;
    issue.confidential = deed === 'hide';
    issue.updatedAt = timeOf(scene.simulator.world);
  }

  async function expectNothingLost(known: readonly Issue[]): Promise<void> {
    const latest = new Map(known.map((issue) => [issue.number, issue]));
    for (const issue of await allIssues(backend)) expect(latest.get(issue.number)).toEqual(issue);
  }

  test('and all fall into one moment are paged within it, without a loss', async () => {
    make(250);

    const { items, pages } = await drain((cursor) => backend.changedIssues(cursor, 100), null);

    expect(new Set(items.map(({ number }) => number)).size).toBe(250);
    expect(pages).toBeLessThan(8);
  });

  test('are not lost, whatever people do between the pages, with any page size', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 40 }),
        fc.array(fc.array(Deed, { maxLength: 4 }), { maxLength: 12 }),
        async (pageSize, count, deeds) => {
          scene.project.issues.length = 0;
          make(count);
          const waiting = [...deeds];
          const read = (cursor: ChangeCursor | null) => backend.changedIssues(cursor, pageSize);

          const pulled = await drain(read, null, async () => waiting.shift()?.forEach(act));
          const rest = await drain(read, pulled.cursor);

          await expectNothingLost([...pulled.items, ...rest.items]);
          now += 10_000;
        },
      ),
      { numRuns: 60 },
    );
  });

  test('that were committed late, during a scan, are not lost', async () => {
    make(30);
    now += 5_000;
    const late = newIssue(scene.simulator.world, scene.project, scene.people.ada);
    let pages = 0;

    const pulled = await drain(
      (cursor) => backend.changedIssues(cursor, 10),
      null,
      async () => {
        pages += 1;
        if (pages === 1) now += 10_000;
        if (pages === 1) make(20);
        // Stamped before what was read meanwhile, and in the database only now.
        if (pages === 4) addIssue(scene.project, late);
      },
    );
    const rest = await drain((cursor) => backend.changedIssues(cursor, 10), pulled.cursor);

    expect([...pulled.items, ...rest.items].map(({ number }) => number)).toContain(late.iid);
  });

  test('cost one conditional request when there are none', async () => {
    make(30);
    now += 60_000;
    const first = await drain((cursor) => backend.changedIssues(cursor, 100), null);
    const warm = await backend.changedIssues(first.cursor, 100);
    const before = scene.simulator.requests.length;

    const again = await backend.changedIssues(warm.cursor, 100);

    expect(scene.simulator.requests.slice(before).map(({ status }) => status)).toEqual([304]);
    expect(again).toMatchObject({ done: true, cursor: warm.cursor });
  });

  test('are asked for by the time of GitLab, never by ours', async () => {
    now = Date.parse('2001-01-01T00:00:00Z');
    make(3);

    const { cursor } = await backend.changedIssues(null, 100);

    expect(JSON.parse(cursor)).toEqual({ since: '2000-12-31T23:59:58.000Z', scan: null });
  });

  test.each([
    '',
    'null',
    '{}',
    '{"since":"yesterday","scan":null}',
    '[1]',
    '{"since":null,"scan":{"place":1}}',
  ])('are not given for a cursor that is none: %s', async (cursor) => {
    await expect(backend.changedIssues(cursor, 10)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(scene.simulator.requests).toEqual([]);
  });
});
