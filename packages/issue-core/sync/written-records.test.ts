import { expect, test } from 'vitest';
import type { StoreWrite } from './store-port.ts';
import { createWrittenRecords } from './written-records.ts';

const put = (key: string, record: string): StoreWrite => ({ op: 'put', kind: 'comment-ref', key, record });
const remove = (key: string): StoreWrite => ({ op: 'remove', kind: 'comment-ref', key });
const below = (prefix: string, after: string | null = null) => ({ prefix, after, limit: 10 });

test('a folder has what was written before and after somebody first looked into it', () => {
  const written = createWrittenRecords();

  written.add(put('a/1', 'x'));
  written.add(put('b/1', 'x'));
  expect(written.below('comment-ref', below('a/'))).toEqual([{ key: 'a/1', record: 'x' }]);
  written.add(put('a/2/3', 'y'));
  written.add(remove('a/1'));

  expect(written.below('comment-ref', below('a/'))).toEqual([
    { key: 'a/1', record: null },
    { key: 'a/2/3', record: 'y' },
  ]);
  expect(written.below('comment-ref', below('a/', 'a/1'))).toHaveLength(1);
  expect(written.below('comment-ref', below('a/2/'))).toHaveLength(1);
  expect(written.below('comment-ref', below('c/'))).toEqual([]);
});

test('what is drained is the last write of each key, in the order of the first ones', () => {
  const written = createWrittenRecords();

  for (const write of [put('a/1', 'old'), put('a/2', 'x'), put('a/1', 'new')]) written.add(write);
  written.add(remove('a/2'));
  written.add({ op: 'insert', kind: 'comment-ref', key: 'a/2', record: 'again' });

  expect(written.drain()).toEqual([put('a/1', 'new'), put('a/2', 'again')]);
  expect(written.get('comment-ref', 'a/1')).toBeUndefined();
  expect(written.below('comment-ref', below('a/'))).toEqual([]);
});
