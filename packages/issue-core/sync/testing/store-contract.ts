import { expect, test } from 'vitest';
import type { CommentMapping } from '../records.ts';
import { recordsBelow, type SyncStore } from '../store-port.ts';

/** What every store of syncs does; `open` gives an empty one of the pair that is named. */
export function testSyncStore(open: (pair?: string) => SyncStore): void {
  test('gives back what was put, until it is removed', async () => {
    const store = open();
    await store.commit([{ op: 'put', kind: 'cursor', key: 'a/issues', record: 'one' }]);
    await store.commit([{ op: 'put', kind: 'cursor', key: 'a/issues', record: 'two' }]);
    expect(await store.get('cursor', 'a/issues')).toBe('two');

    await store.commit([{ op: 'remove', kind: 'cursor', key: 'a/issues' }]);

    expect(await store.get('cursor', 'a/issues')).toBeNull();
    expect(await store.count('cursor', '')).toBe(0);
  });

  test('refuses a second record in the place of another, and takes the same one again', async () => {
    const store = open();
    const insert = (record: string) =>
      store.commit([{ op: 'insert', kind: 'mapping-ref', key: 'a/1', record }]);
    await insert('m1');

    await insert('m1');
    await expect(insert('m2')).rejects.toMatchObject({ code: 'RECORD_CONFLICT' });

    expect(await store.get('mapping-ref', 'a/1')).toBe('m1');
  });

  test('lists below a prefix, in pages, in order', async () => {
    const store = open();
    const keys = Array.from({ length: 1_200 }, (_, index) => `a/${String(index).padStart(6, '0')}`);
    await store.commit(keys.map((key) => ({ op: 'put', kind: 'mapping-ref', key, record: key }) as const));
    await store.commit([{ op: 'put', kind: 'mapping-ref', key: 'b/000001', record: 'other' }]);

    const listed = (await recordsBelow(store, 'mapping-ref', 'a/')).map(({ key }) => key);

    expect(listed).toEqual(keys);
    expect(await store.count('mapping-ref', 'a/')).toBe(1_200);
    expect(await store.list('mapping-ref', { prefix: 'a/', after: 'a/001198', limit: 5 })).toHaveLength(1);
  });

  test('lists what is below an issue in order, in pages, without what was removed', async () => {
    const store = open();
    const keys = Array.from({ length: 40 }, (_, index) => `m1/c${String(index).padStart(2, '0')}`);
    for (const key of keys.toReversed())
      await store.commit([{ op: 'insert', kind: 'comment', key, record: comment(key) }]);
    await store.commit([{ op: 'insert', kind: 'comment', key: 'm2/c00', record: comment('m2/c00') }]);
    await store.commit([{ op: 'remove', kind: 'comment', key: 'm1/c07' }]);

    const listed = await recordsBelow(store, 'comment', 'm1/');
    const page = await store.list('comment', { prefix: 'm1/', after: 'm1/c05', limit: 3 });

    expect(listed.map(({ key }) => key)).toEqual(keys.filter((key) => key !== 'm1/c07'));
    expect(listed[0]?.record).toEqual(comment('m1/c00'));
    expect(page.map(({ key }) => key)).toEqual(['m1/c06', 'm1/c08', 'm1/c09']);
    expect(await store.list('comment', { prefix: '', after: null, limit: 100 })).toHaveLength(40);
  });

  test('keeps pairs apart', async () => {
    await open('one').commit([{ op: 'put', kind: 'cursor', key: 'a/issues', record: 'x' }]);
    await open('one').commit([{ op: 'put', kind: 'comment', key: 'm1/c1', record: comment('m1/c1') }]);

    expect(await open('two').get('cursor', 'a/issues')).toBeNull();
    expect(await open('two').list('comment', { prefix: 'm1/', after: null, limit: 10 })).toEqual([]);
    expect(await open('two').count('comment', '')).toBe(0);
  });

  test('gives every text back as it was', async () => {
    const store = open();
    const odd = 'a\u0000b $set {"$key": 1} é 😀 \r\n';
    await store.commit([
      { op: 'put', kind: 'comment', key: 'm1/c1', record: { ...comment('c1'), base: { a: odd, b: '' } } },
    ]);

    expect((await store.get('comment', 'm1/c1'))?.base).toEqual({ a: odd, b: '' });
  });
}

function comment(id: string): CommentMapping {
  return {
    id,
    commentId: { a: `a-${id}`, b: `b-${id}` },
    origin: 'a',
    base: { a: 'text', b: 'text' },
    attribution: { a: null, b: null },
    status: 'live',
  };
}
