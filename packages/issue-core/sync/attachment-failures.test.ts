import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { describe, expect, test } from 'vitest';
import { MAX_ATTACHMENT_BYTES } from '../model/comment.ts';
import type { SyncStore } from './store-port.ts';
import { attach, callsOf, expectLeftAlone, filesOn, forget, openWithIssue } from './testing/file-world.ts';

describe('a file that a tracker does not take', () => {
  const refuse = (method: string): 'none' => {
    if (method !== 'addAttachment') return 'none';
    throw new FixpointError('FORGE_REFUSED', '422 no such type');
  };

  test('is told, and keeps nothing else of its issue back', async () => {
    const world = await openWithIssue();
    world.a.state.createIssue('ann', { title: 'other' });
    world.a.state.setLink(1, { kind: 'blocked_by', number: 2 }, true);
    world.a.state.createComment('ann', 1, 'text');
    attach(world.a, 'bad.exe', 'bad');
    attach(world.a, 'good.txt', 'good');
    let uploads = 0;
    world.b.onCall = (method) => {
      if (method === 'addAttachment') uploads += 1;
      return uploads === 1 ? refuse(method) : 'none';
    };

    const report = await world.sync();

    expect(report.failed).toMatchObject([
      { side: 'a', number: 1, code: 'FORGE_REFUSED', message: expect.stringContaining('no such type') },
    ]);
    expect(filesOn(world.b)).toEqual(['good.txt: good']);
    expect(world.b.state.commentsOf(1)).toHaveLength(1);
    expect(world.b.state.links.get(1)).toEqual([{ kind: 'blocked_by', number: 2 }]);
    expect(await world.sync()).toMatchObject({ failed: [], attachments: { created: { b: 1 } } });
    expect(filesOn(world.b)).toEqual(['good.txt: good', 'bad.exe: bad']);
    await expectLeftAlone(world);
  });

  test.each(['a', 'b'] as const)(
    'keeps no other file back when one of two that are alike cannot be read: on %s',
    async (on) => {
      const world = await openWithIssue();
      for (const side of [world.a, world.b]) attach(side, 'same.txt', 'same');
      attach(world.a, 'good.txt', 'good');
      let isRefused = true;
      world[on].onCall = (method) => {
        if (method !== 'readAttachment' || !isRefused) return 'none';
        isRefused = on === 'b';
        throw new FixpointError('FORGE_REFUSED', 'not this one');
      };

      const report = await world.sync();

      expect(report.failed).toMatchObject([{ number: 1, code: 'FORGE_REFUSED' }]);
      expect(filesOn(world.b)).toEqual(['same.txt: same', 'good.txt: good']);
      expect(filesOn(world.a)).toEqual(['same.txt: same', 'good.txt: good']);
      world[on].onCall = () => 'none';
      expect(await world.sync()).toMatchObject({ failed: [] });
      expect(filesOn(world.b)).toHaveLength(2);
      await expectLeftAlone(world);
    },
  );

  test('is one of more than are looked at', async () => {
    const world = await openWithIssue();
    for (let count = 1; count <= 201; count += 1) attach(world.a, `${count}.txt`, `${count}`);

    const report = await world.sync();

    expect(report.failed).toMatchObject([{ code: 'FORGE_REFUSED', message: expect.stringContaining('201') }]);
    expect(filesOn(world.b)).toHaveLength(200);
  });

  test('is tried again when the run dies before the attempt is counted', async () => {
    const world = await openWithIssue();
    attach(world.a, 'bad.exe', 'bad');
    world.b.onCall = refuse;
    const commit: SyncStore['commit'] = async (writes) => {
      const isCounted = writes.some(({ op, kind, ...write }) => {
        return (
          op === 'put' && kind === 'work' && 'record' in write && JSON.stringify(write.record).includes('422')
        );
      });
      if (isCounted) throw new Error('died');
      return world.store.commit(writes);
    };
    await expect(world.sync({ store: { ...world.store, commit } })).rejects.toThrow('died');
    world.b.onCall = () => 'none';
    world.pass();

    await world.sync();

    expect(filesOn(world.b)).toEqual(['bad.exe: bad']);
  });

  test.each(['a', 'b'] as const)('is tried in ten runs, then told only: from %s', async (from) => {
    const world = await openWithIssue();
    const to = from === 'a' ? world.b : world.a;
    attach(world[from], 'bad.exe', 'bad');
    let uploads = 0;
    to.onCall = (method) => {
      if (method === 'addAttachment') uploads += 1;
      return refuse(method);
    };

    for (let runs = 0; runs < 15; runs += 1) {
      world.pass();
      expect((await world.sync()).failed).toMatchObject([{ number: 1, code: 'FORGE_REFUSED' }]);
    }

    expect(uploads).toBe(10);
  });

  test('stays work when its issue was created by the same run', async () => {
    const world = await openWithIssue({ a: { tellsTime: true } });
    const { number } = world.b.state.createIssue('ben', { title: 'two' });
    world.b.state.attach(number, { name: 'b.txt', bytes: new TextEncoder().encode('of b') });
    world.a.onCall = refuse;
    expect(await world.sync()).toMatchObject({ created: { a: 1 }, failed: [{ side: 'b', number }] });
    world.a.onCall = () => 'none';

    expect(await world.sync()).toMatchObject({ failed: [], attachments: { created: { a: 1 } } });
  });

  test('is not even read when it is said to be too big', async () => {
    const world = await openWithIssue();
    world.a.state.attach(1, { name: 'big', bytes: new Uint8Array(MAX_ATTACHMENT_BYTES + 1) });

    expect(await world.sync()).toMatchObject({
      failed: [{ number: 1, code: 'FORGE_REFUSED', message: expect.stringContaining('big') }],
    });

    expect(callsOf(world)).not.toContain('readAttachment');
  });
});

describe('a file that cannot be read', () => {
  test('is counted, is no failure, and is tried again only by a forced run', async () => {
    const world = await openWithIssue();
    attach(world.a, 'gone.txt', 'gone');
    attach(world.a, 'there.txt', 'there');
    let isGone = true;
    world.a.onCall = (method) => {
      if (method === 'readAttachment' && isGone) {
        isGone = false;
        throw new FixpointError('FORGE_NOT_FOUND', '404');
      }
      return 'none';
    };

    const report = await world.sync();

    expect(report).toMatchObject({ failed: [], attachments: { created: { b: 1 }, unreadable: 1 } });
    expect(filesOn(world.b)).toEqual(['there.txt: there']);
    await expectLeftAlone(world);
    world.a.state.updateIssue(1, { title: 'two' });
    forget(world);
    expect(await world.sync()).toMatchObject({ attachments: { created: { b: 0 }, unreadable: 0 } });
    expect(callsOf(world)).not.toContain('readAttachment');
    expect(await world.sync({ force: true })).toMatchObject({ attachments: { created: { b: 1 } } });
    expect(filesOn(world.b)).toEqual(['there.txt: there', 'gone.txt: gone']);
  });

  test('because nothing there can be read any more fails', async () => {
    const world = await openWithIssue();
    attach(world.a, 'a.txt', 'of a');
    world.a.onCall = (method) => {
      if (method === 'readAttachment') world.a.readable = false;
      return 'none';
    };

    const report = await world.sync();

    expect(report).toMatchObject({ failed: [{ number: 1, code: 'FORGE_NOT_FOUND' }] });
    expect(report.attachments.unreadable).toBe(0);
  });
});
