import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createUserNames } from './user-names.ts';

const KINDS = { a: 'github', b: 'gitlab' };

describe('names of people at two trackers', () => {
  test('are translated both ways, in any case', () => {
    const names = createUserNames([{ a: 'ann', b: 'ann.smith' }], KINDS);

    expect([names.toB('Ann'), names.toA('ANN.smith')]).toEqual(['ann.smith', 'ann']);
    expect([names.toB('ben'), names.toA('ben')]).toEqual(['ben', 'ben']);
  });

  test('never make one person of two', () => {
    const login = fc.constantFrom('ann', 'ben', 'cid', 'dan');
    const people = fc.uniqueArray(fc.tuple(login, login), { selector: ([a]) => a }).map((pairs) => {
      const taken = new Set<string>();
      return pairs.flatMap(([a, b]) => (taken.has(b) ? [] : taken.add(b) && [{ a, b }]));
    });
    fc.assert(
      fc.property(people, fc.constantFrom(KINDS, { a: 'local', b: 'local' }), (given, kinds) => {
        const names = createUserNames(given, kinds);
        const logins = ['ann', 'ben', 'cid', 'dan'];

        expect(logins.map((name) => names.toA(names.toB(name)))).toEqual(logins);
        expect(logins.map((name) => names.toB(names.toA(name)))).toEqual(logins);
        expect(new Set(logins.map(names.toB)).size).toBe(logins.length);
      }),
    );
  });

  test.each([
    [
      [
        { a: 'ann', b: 'x' },
        { a: 'ann', b: 'y' },
      ],
    ],
    [
      [
        { a: 'ann', b: 'x' },
        { a: 'ben', b: 'x' },
      ],
    ],
  ])('are refused when a login has two others: %j', (people) => {
    expect(() => createUserNames(people, KINDS)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
