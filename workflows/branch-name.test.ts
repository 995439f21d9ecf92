import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branchName } from './branch-name.ts';

describe('branchName', () => {
  it('is a sound and short ref for any title', () => {
    const title = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 200 }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), title, (number, words) => {
        const branch = branchName(number, words);

        expect(branch).toMatch(/^fix\/[1-9][0-9]*-[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(branch.startsWith(`fix/${number}-`)).toBe(true);
        expect(branch.length).toBeLessThanOrEqual(60);
      }),
    );
  });

  it.each([
    ['The last page is missing', 'fix/7-the-last-page-is-missing'],
    ['Größe wird nicht übernommen', 'fix/7-gro-e-wird-nicht-ubernommen'],
    ['  ../../etc/passwd.lock ', 'fix/7-etc-passwd-lock'],
    ['@{upstream}~1^2:x', 'fix/7-upstream-1-2-x'],
    ['最後のページがない', 'fix/7-issue'],
    ['', 'fix/7-issue'],
    [`${'a'.repeat(39)} b`, `fix/7-${'a'.repeat(39)}`],
  ])('names %j', (title, branch) => {
    expect(branchName(7, title)).toBe(branch);
  });
});
