import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../query/fold.ts';
import { canonicalNames } from './canonical.ts';
import { mergeSet, nextSetBase } from './merge-set.ts';
import { mergeText } from './merge-text.ts';
import { mergeValue, nextBase, type ValueKind } from './merge-value.ts';
import { perSide } from './side.ts';

const BOTH = { a: true, b: true };
const TEXT: ValueKind<string> = { equal: Object.is, translate: (value) => value };

describe('one value', () => {
  const value = fc.constantFrom('x', 'y', 'z');
  const sides = fc.record({ a: value, b: value });

  test('comes to agree, or is a conflict, and then stands still', () => {
    fc.assert(
      fc.property(sides, value, (current, base) => {
        const versions = { current, base: { a: base, b: base } };
        const decision = mergeValue(versions, TEXT, { writable: BOTH, winner: null });

        if (decision.kind === 'conflict') {
          expect(new Set([current.a, current.b, base]).size).toBe(3);
          return;
        }
        const after = decision.kind === 'write' ? { ...current, [decision.to]: decision.value } : current;
        expect(after.a).toBe(after.b);
        const next = { current: after, base: nextBase(versions, decision, after, BOTH) };
        expect(mergeValue(next, TEXT, { writable: BOTH, winner: null })).toEqual({ kind: 'settled' });
      }),
    );
  });

  test('is carried later when the direction forbids it now', () => {
    const versions = { current: { a: 'x', b: 'new' }, base: { a: 'x', b: 'x' } };
    const decision = mergeValue(versions, TEXT, { writable: { a: false, b: true }, winner: null });

    expect(decision).toEqual({ kind: 'left' });
    expect(nextBase(versions, decision, versions.current, { a: false, b: true })).toEqual(versions.base);
  });

  test('that a tracker writes in its own way is no change', () => {
    const versions = { current: { a: 'text', b: 'TEXT' }, base: { a: 'text', b: 'TEXT' } };

    expect(mergeValue(versions, TEXT, { writable: BOTH, winner: null })).toEqual({ kind: 'settled' });
  });
});

describe('a set', () => {
  const names = fc.subarray(['a', 'B', 'c', 'D']);

  test('becomes the base with the additions and without the removals of both sides', () => {
    fc.assert(
      fc.property(names, names, names, (a, b, base) => {
        const versions = { current: { a, b }, base: { a: base, b: base } };
        const merge = mergeSet(versions, BOTH);
        const after = perSide((side) => {
          const { add, remove } = merge.deltas[side];
          return canonicalNames([...versions.current[side].filter((name) => !remove.includes(name)), ...add]);
        });

        const expected = ['a', 'B', 'c', 'D'].filter((name) => {
          const changed = [a, b].some((side) => side.includes(name) !== base.includes(name));
          return changed ? !base.includes(name) : base.includes(name);
        });
        expect(after.a).toEqual(canonicalNames(expected));
        expect(after.b).toEqual(canonicalNames(expected));
        const none = perSide(() => new Set<string>());
        const next = nextSetBase(versions, merge, after, none);
        expect(next).toEqual(after);
      }),
    );
  });

  test('keeps a name in the base that somebody else added meanwhile out of it', () => {
    const versions = { current: { a: ['x'], b: [] }, base: { a: [], b: [] } };
    const merge = mergeSet(versions, BOTH);
    const readBack = { a: ['x'], b: ['x', 'meanwhile'] };

    const next = nextSetBase(
      versions,
      merge,
      readBack,
      perSide(() => new Set<string>()),
    );

    expect(next).toEqual({ a: ['x'], b: ['x'] });
  });

  test('does not tell names apart by their case', () => {
    const versions = {
      current: { a: ['Straße'], b: ['STRASSE', 'ÄRGER'.normalize('NFD')] },
      base: { a: [], b: ['ärger'] },
    };

    const { deltas } = mergeSet(versions, BOTH);

    expect(deltas.b.add.map(fold)).toEqual([fold('Straße')]);
    expect(deltas.a.add).toEqual(['STRASSE']);
    expect(deltas.b.remove).toEqual([]);
  });
});

describe('a text', () => {
  const line = fc.constantFrom('one', 'two', 'three', '');
  const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'));

  test('that one side changed is that side', () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeText(base, changed, base)).toBe(changed);
        expect(mergeText(base, base, changed)).toBe(changed);
        expect(mergeText(base, changed, changed)).toBe(changed);
      }),
    );
  });

  test('is merged alike, whichever side is which', () => {
    fc.assert(
      fc.property(text, text, text, (base, left, right) => {
        expect(mergeText(base, left, right)).toBe(mergeText(base, right, left));
      }),
    );
  });

  test('keeps both changes, and is no guess where they meet', () => {
    expect(mergeText('a\nb\nc\nd', 'A\nb\nc\nd', 'a\nb\nc\nD')).toBe('A\nb\nc\nD');
    expect(mergeText('a\nb', 'a\nL', 'a\nR')).toBeNull();
  });

  test('with lines that repeat too much for the time that it would take is left to people', () => {
    const lines = (count: number, other: string) =>
      `${'same\n'.repeat(count)}${other}\n${'same\n'.repeat(count)}end`;
    const base = lines(2_000, 'middle');

    expect(mergeText(base, `left\n${base}`, lines(2_000, 'right'))).toBeNull();
    expect(mergeText(base, base.replace('end', 'END'), `${base}\nmore`)).toBeNull();
  });

  test('that is long is merged where it was changed', () => {
    const base = Array.from({ length: 20_000 }, (_, index) => `line ${index}`);
    const merged = mergeText(
      base.join('\n'),
      base.with(9_000, 'left').join('\n'),
      base.with(9_002, 'right').join('\n'),
    );

    expect(merged).toBe(base.with(9_000, 'left').with(9_002, 'right').join('\n'));
  });
});
