import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NewEvent } from '../event.ts';
import type { Coordination } from '../port.ts';
import { openTemporary } from '../testing/open-temporary.ts';

function commented(commentId: string, issue = 1, backend = 'local'): NewEvent {
  return { type: 'commented', actor: 'coder', backend, issue, payload: { commentId } };
}

async function appendMany(coordination: Coordination, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 100) {
    await coordination.append(Array.from({ length: Math.min(left, 100) }, (_, i) => commented(`c${i}`)));
  }
}

it('numbers events without a gap over all backends, and gives them back as they were', async () => {
  const { coordination, clock } = openTemporary();
  const [first] = await coordination.append([commented('a', 1, 'local')]);
  clock.advance(1_500);
  await coordination.append([commented('b', 2, 'gitea'), commented('ü 🎉\u0000"', 3)]);

  const page = await coordination.events({ after: null, limit: 10 });

  expect(page.cursor).toBe(3);
  expect(page.events[0]).toEqual(first);
  expect(page.events).toEqual([
    { ...commented('a', 1, 'local'), seq: 1, at: '2026-01-01T00:00:00.000Z' },
    { ...commented('b', 2, 'gitea'), seq: 2, at: '2026-01-01T00:00:01.500Z' },
    { ...commented('ü 🎉\u0000"', 3), seq: 3, at: '2026-01-01T00:00:01.500Z' },
  ]);
});

it('visits every event exactly once, whatever the size of a page and the filter', async () => {
  const { coordination } = openTemporary();
  const events = Array.from({ length: 40 }, (_, i) => commented(`c${i}`, (i % 3) + 1, i % 2 ? 'a' : 'b'));
  await coordination.append(events);
  const any = fc.record({
    limit: fc.integer({ min: 1, max: 50 }),
    issue: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    backend: fc.constantFrom('a', 'b', undefined),
    type: fc.constantFrom('commented' as const, 'claimed' as const, undefined),
  });

  await fc.assert(
    fc.asyncProperty(any, async ({ limit, issue, backend, type }) => {
      const filter = {
        ...(issue === undefined ? {} : { issue }),
        ...(backend === undefined ? {} : { backend }),
        ...(type === undefined ? {} : { types: [type] }),
      };
      const seen: number[] = [];
      for (let after: number | null = null; after !== 40; ) {
        const page = await coordination.events({ after, limit, ...filter });
        seen.push(...page.events.map(({ seq }) => seq));
        after = page.cursor;
      }

      const wanted = events.flatMap((event, i) => {
        const fits =
          (issue ?? event.issue) === event.issue &&
          (backend ?? event.backend) === event.backend &&
          (type ?? event.type) === event.type;
        return fits ? [i + 1] : [];
      });
      expect(seen).toEqual(wanted);
    }),
    { numRuns: 60 },
  );
});

it('says which event is the oldest when the cursor fell out of what is kept', async () => {
  const { coordination } = openTemporary();
  await appendMany(coordination, 10);

  const forgotten = await coordination.pruneEvents(4);

  expect(forgotten).toBe(6);
  await expect(coordination.events({ after: 5, limit: 10 })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('the oldest is 7'),
  });
  expect((await coordination.events({ after: 6, limit: 10 })).events.map(({ seq }) => seq)).toEqual([
    7, 8, 9, 10,
  ]);
  expect((await coordination.events({ after: null, limit: 10 })).events).toHaveLength(4);
});

it('counts on after everything was forgotten', async () => {
  const { coordination } = openTemporary();
  await appendMany(coordination, 3);
  await coordination.pruneEvents(0);

  const [next] = await coordination.append([commented('next')]);

  expect(next?.seq).toBe(4);
  await expect(coordination.events({ after: 2, limit: 1 })).rejects.toMatchObject({
    message: expect.stringContaining('the oldest is 4'),
  });
});

it('keeps by itself no more than it shall retain and a thousand', async () => {
  const { coordination } = openTemporary({ retainEvents: 50 });
  await appendMany(coordination, 2_000);

  const { events } = await coordination.events({ after: null, limit: 1_000 });

  expect([events.at(0)?.seq, events.at(-1)?.seq]).toEqual([1_951, 2_000]);
});

it('refuses a cursor from the future, which a replaced store would leave waiting for ever', async () => {
  const { coordination } = openTemporary();

  await expect(coordination.events({ after: 1, limit: 1 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

it('appends all of several events or none', async () => {
  const { coordination } = openTemporary();
  const tooLarge = commented('x'.repeat(256 * 1024));

  const append = coordination.append([commented('a'), tooLarge]);

  await expect(append).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(await coordination.lastSeq()).toBe(0);
});

it.each([
  ['limit 0', { limit: 0 }],
  ['limit 1001', { limit: 1_001 }],
  ['a negative cursor', { after: -1 }],
  ['a cursor that is no number', { after: Number.NaN }],
  ['issue 0', { issue: 0 }],
])('refuses %s', async (_, wrong) => {
  const { coordination } = openTemporary();

  const page = coordination.events({ after: null, limit: 1, ...wrong });

  await expect(page).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

it('tells a store that another version wrote to from one that is empty', async () => {
  const { coordination, path } = openTemporary();
  await coordination.append([commented('a')]);
  const other = new Sqlite(path);
  other.exec("UPDATE coord_events SET type = 'from-the-future'");
  other.close();

  await expect(coordination.events({ after: 0, limit: 1 })).rejects.toMatchObject({
    code: 'LOCAL_STORE_FAILED',
    message: expect.stringContaining('from-the-future'),
  });
});
