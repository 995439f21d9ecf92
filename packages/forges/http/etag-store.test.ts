import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryEtagStore } from './etag-store.ts';

describe('the store in memory', () => {
  test('forgets what was not used for longest', () => {
    const store = createMemoryEtagStore({ maxEntries: 2, maxBytes: 1_000 });
    store.set('a', '1');
    store.set('b', '2');
    store.get('a');
    store.set('c', '3');

    expect([store.get('a'), store.get('b'), store.get('c')]).toEqual(['1', null, '3']);
  });

  test('does not give its room to what would not fit, nor keep what that replaces', () => {
    const store = createMemoryEtagStore({ maxEntries: 9, maxBytes: 100 });
    store.set('a', 'x');
    store.set('b', 'y');
    store.set('b', 'z'.repeat(100));

    expect([store.get('a'), store.get('b')]).toEqual(['x', null]);
  });

  test('never holds more than its bounds, and what it holds is what was set last', () => {
    const entry = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.string({ maxLength: 30 }));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), (entries) => {
        const store = createMemoryEtagStore({ maxEntries: 3, maxBytes: 80 });
        for (const [key, value] of entries) store.set(key, value);

        const last = new Map(entries);
        const held = [...last].filter(([key, value]) => store.get(key) === value);
        expect([...last.keys()].filter((key) => store.get(key) !== null)).toEqual(held.map(([key]) => key));
        expect(held.length).toBeLessThanOrEqual(3);
        expect(
          held.reduce((sum, [key, value]) => sum + 2 * (key.length + value.length), 0),
        ).toBeLessThanOrEqual(80);
      }),
    );
  });
});
