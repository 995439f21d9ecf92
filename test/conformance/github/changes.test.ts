import type { ChangeCursor, ChangesPage, IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { allIssues, drain } from '../suite/reading.ts';
import { type GitHubScene, openGitHubScene } from './open-github.ts';
import { createContract } from './simulator/contract/contract.ts';
import { addIssue, newIssue } from './simulator/handlers/issues.ts';
import { timeOf } from './simulator/world.ts';

// The first use of an operation compiles its schemas.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const START = Date.parse('2026-01-31T12:00:00Z');
const contract = createContract();

/** What somebody does between two pages. */
const Deed = fc.record({
  deed: fc.constantFrom('edit', 'create', 'delete', 'wait', 'pull request'),
  place: fc.nat(1_000),
});
type Deed = typeof Deed extends fc.Arbitrary<infer T> ? T : never;

describe('changes', () => {
  let now = START;
  let scene: GitHubScene;
  let backend: IssueBackend;
  beforeEach(async () => {
    now = START;
    scene = await openGitHubScene({ contract, now: () => now });
    backend = scene.open();
  });
  afterEach(async () => {
    await scene.simulator.close();
    expect(scene.simulator.violations).toEqual([]);
  });

  /** Straight into the world, which is quicker than asking for each. */
  function make(count: number): void {
    const { simulator, repository, people } = scene;
    for (let index = 0; index < count; index += 1) {
      const issue = newIssue(simulator.world, repository, people.octocat, index % 5 === 4);
      issue.title = `issue ${issue.number}`;
      addIssue(repository, issue);
    }
  }

  function act({ deed, place }: Deed): void {
    const { world } = scene.simulator;
    const { issues } = scene.repository;
    const issue = issues[place % issues.length];
    if (deed === 'wait') now += place;
    if (deed === 'create' || deed === 'pull request') make(1);
    if (!issue || issue.gone) return;
    if (deed === 'delete') issue.gone = { kind: 'deleted' };
    if (deed !== 'edit') return;
    issue.title = `${issue.title} edited`;
    issue.updatedAt = timeOf(world);
  }

  async function expectNothingLost(known: readonly Issue[]): Promise<void> {
    const latest = new Map(known.map((issue) => [issue.number, issue]));
    for (const issue of await allIssues(backend)) expect(latest.get(issue.number)).toEqual(issue);
  }

  test('that all fall into one second are paged within it, without a loss', async () => {
    make(250);

    const { items, pages } = await drain((cursor) => backend.changedIssues(cursor, 100), null);

    expect(new Set(items.map(({ number }) => number)).size).toBe(200);
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
          scene.repository.issues.length = 0;
          make(count);
          const waiting = [...deeds];
          const read = (cursor: ChangeCursor | null) => backend.changedIssues(cursor, pageSize);

          const pulled = await drain(read, null, async () => waiting.shift()?.forEach(act));
          const rest = await drain(read, pulled.cursor);

          await expectNothingLost([...pulled.items, ...rest.items]);
          now += 10_000;
        },
      ),
      { numRuns: 40 },
    );
  });

  test('cost one conditional request for each stream when there are none', async () => {
    make(30);
    const comment = {
      body: 'x',
      createdAt: timeOf(scene.simulator.world),
      updatedAt: timeOf(scene.simulator.world),
    };
    const issue = scene.repository.issues[0];
    if (!issue) throw new Error('there is no issue');
    scene.repository.comments.push({ id: 77, issue, author: scene.people.octocat, ...comment });
    now += 60_000;
    const issues = await drain((cursor) => backend.changedIssues(cursor, 100), null);
    const comments = await drain((cursor) => backend.changedComments(cursor, 100), null);
    const warm = await backend.changedIssues(issues.cursor, 100);
    const warmComments = await backend.changedComments(comments.cursor, 100);
    const { remaining } = scene.simulator.limit;
    const before = scene.simulator.requests.length;

    const again = await backend.changedIssues(warm.cursor, 100);
    const commentsAgain = await backend.changedComments(warmComments.cursor, 100);

    expect(scene.simulator.requests.slice(before).map(({ status }) => status)).toEqual([304, 304]);
    expect(scene.simulator.limit.remaining).toBe(remaining);
    expect([again.done, commentsAgain.done]).toEqual([true, true]);
    expect([again.cursor, commentsAgain.cursor]).toEqual([warm.cursor, warmComments.cursor]);
  });

  test('are asked for by the time of GitHub, never by ours', async () => {
    now = Date.parse('2001-01-01T00:00:00Z');
    make(3);

    const { cursor } = await backend.changedIssues(null, 100);

    expect(JSON.parse(cursor)).toEqual({ since: '2000-12-31T23:59:58Z', crowd: null });
  });

  test.each([
    '',
    'null',
    '{}',
    '{"since":"yesterday","crowd":null}',
    '[1]',
    '{"since":null,"crowd":{"page":1}}',
  ])('are not given for a cursor that is none: %s', async (cursor) => {
    const pages: readonly Promise<ChangesPage<unknown>>[] = [
      backend.changedIssues(cursor, 10),
      backend.changedComments(cursor, 10),
    ];

    for (const page of pages) await expect(page).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(scene.simulator.requests).toEqual([]);
  });
});
