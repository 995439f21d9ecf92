import { describe, expect, test } from 'vitest';
import { createPace, GITHUB_PACE, GITLAB_PACE, type PaceOptions } from './pace.ts';
import { virtualClock } from './testing/virtual-clock.ts';

function paced(options: PaceOptions = {}) {
  const clock = virtualClock(0);
  const pace = createPace({ clock, ...options });
  /** When each of so many got its turn, all asking at once. */
  const startsOf = (count: number, kind: 'read' | 'write' | 'content') =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const turn = await pace.enter(kind, 30_000);
        const at = clock.now();
        turn.leave();
        return at;
      }),
    );
  return { clock, pace, startsOf };
}

describe('the pace', () => {
  test('keeps writes apart, and those that create content farther', async () => {
    expect(await paced(GITHUB_PACE).startsOf(4, 'write')).toEqual([0, 1_000, 2_000, 3_000]);
    expect(await paced(GITHUB_PACE).startsOf(4, 'content')).toEqual([0, 3_000, 6_000, 9_000]);
    expect(await paced(GITHUB_PACE).startsOf(4, 'read')).toEqual([0, 0, 0, 0]);
  });

  test('at GitLab is 300 comments a minute at most', async () => {
    const starts = await paced(GITLAB_PACE).startsOf(700, 'content');

    const inMinute = (from: number) => starts.filter((at) => at >= from && at < from + 60_000).length;
    expect(Math.max(...starts.map(inMinute))).toBe(300);
    expect(await paced(GITLAB_PACE).startsOf(3, 'write')).toEqual([0, 0, 0]);
  });

  test('lets two that share it go no faster than one', async () => {
    const { startsOf } = paced({ writeSpacingMs: 500 });

    const [first, second] = await Promise.all([startsOf(2, 'write'), startsOf(2, 'write')]);

    expect([...first, ...second].sort((a, b) => a - b)).toEqual([0, 500, 1_000, 1_500]);
  });

  test('has at most so many under way, and one that writes', async () => {
    const { pace } = paced({ maxConcurrent: 2 });
    const read = await pace.enter('read', 0);
    const write = await pace.enter('write', 0);
    const order: string[] = [];
    const waiting = ['write', 'read'] as const;
    const entered = waiting.map(async (kind) => {
      const turn = await pace.enter(kind, 0);
      order.push(kind);
      return turn;
    });

    read.leave();
    read.leave();
    await entered[1];
    expect(order).toEqual(['read']);

    write.leave();
    (await entered[1])?.leave();
    await Promise.all(entered);
    expect(order).toEqual(['read', 'write']);
  });

  test('waits for a budget of a minute, and refuses one of an hour with the time it takes', async () => {
    const minute = paced({ contentBudgets: [{ max: 2, windowMs: 20_000 }] });
    const hour = paced({ contentBudgets: [{ max: 2, windowMs: 3_600_000 }] });

    expect(await minute.startsOf(3, 'content')).toEqual([0, 0, 20_000]);
    await expect(hour.startsOf(3, 'content')).rejects.toMatchObject({
      code: 'FORGE_RATE_LIMITED',
      retryAfterMs: 3_600_000,
    });
  });

  test('holds everybody while the server says so', async () => {
    const { clock, pace, startsOf } = paced();
    pace.hold(20_000);
    pace.hold(5_000);

    expect(await startsOf(2, 'read')).toEqual([20_000, 20_000]);
    pace.hold(31_000);
    await expect(pace.enter('read', 30_000)).rejects.toMatchObject({ retryAfterMs: 31_000 });
    expect(clock.now()).toBe(20_000);
  });

  test('leaves nothing taken behind those that gave up', async () => {
    const { pace } = paced({ maxConcurrent: 1 });
    const turn = await pace.enter('write', 0);
    const abort = new AbortController();
    const queued = pace.enter('write', 0, abort.signal);

    abort.abort(new Error('enough'));
    await expect(queued).rejects.toThrow('enough');
    turn.leave();
    pace.hold(60_000);
    await expect(pace.enter('write', 0)).rejects.toMatchObject({ code: 'FORGE_RATE_LIMITED' });

    expect((await pace.enter('write', 60_000)).heldMs).toBe(60_000);
  });

  test('has a bound on how many wait', async () => {
    const { pace } = paced({ maxConcurrent: 1, maxWaiting: 1 });
    await pace.enter('read', 0);
    const abort = new AbortController();
    const waiting = pace.enter('read', 0, abort.signal);

    await expect(pace.enter('read', 0)).rejects.toMatchObject({ code: 'FORGE_RATE_LIMITED' });
    abort.abort(new Error('over'));
    await expect(waiting).rejects.toThrow('over');
  });
});

describe('the estimate', () => {
  test('of 10,000 new issues at GitHub is what its 500 an hour allow', () => {
    const hours = paced(GITHUB_PACE).pace.etaMs(10_000) / 3_600_000;

    expect(hours).toBeGreaterThan(19);
    expect(hours).toBeLessThan(20);
  });

  test('goes by how long writes took where nothing else limits them', async () => {
    const { clock, pace } = paced();
    const turn = await pace.enter('write', 0);
    await clock.delay(40);
    turn.leave();

    expect(pace.etaMs(100, 'write')).toBe(4_000);
    expect(pace.etaMs(0)).toBe(0);
  });

  test('counts what was sent already, and changes nothing', async () => {
    const { pace, startsOf } = paced({ contentBudgets: [{ max: 1, windowMs: 10_000 }] });
    await startsOf(1, 'content');

    expect(pace.etaMs(2)).toBe(20_000);
    expect(pace.etaMs(2)).toBe(20_000);
    expect(pace.etaMs(Number.POSITIVE_INFINITY)).toBe(10_000 * 100_000);
  });
});
