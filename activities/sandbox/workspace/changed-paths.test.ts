import { describe, expect, it } from 'vitest';
import { sortChanges } from './changed-paths.ts';

function listing(paths: readonly string[], stats: readonly string[]): string {
  return `${paths.map((path) => `${path}\0`).join('')}\0${stats.map((stat) => `${stat}\0`).join('')}`;
}

describe('sortChanges', () => {
  it('takes files, links and removals, whatever their names', () => {
    const changes = sortChanges(listing(['a', 'two words\n', 'gone', 'a'], ['3 a', '3 two words\n']));

    expect(changes).toEqual({ accepted: ['a', 'two words\n', 'gone'], skipped: [], refusal: null });
  });

  it('leaves out what is too large, and core dumps', () => {
    const changes = sortChanges(
      listing(['big', 'x/core.12', 'a'], ['5242881 big', '0 x/core.12', '5242880 a']),
    );

    expect(changes).toMatchObject({
      accepted: ['a'],
      skipped: ['big is larger than 5 MB', 'x/core.12 looks like a core dump'],
    });
  });

  it('refuses a nested repository', () => {
    expect(sortChanges(listing(['a', 'sub/'], ['1 a', '4096 sub/']))).toMatchObject({
      accepted: [],
      refusal: expect.stringContaining('sub/ is a git repository'),
    });
  });

  it('refuses more files than anybody would review', () => {
    const paths = Array.from({ length: 2_001 }, (_, index) => `f${index}`);

    expect(sortChanges(listing(paths, []))).toMatchObject({ refusal: expect.stringContaining('2001 files') });
  });

  it('finds nothing in an empty listing', () => {
    expect(sortChanges('')).toEqual({ accepted: [], skipped: [], refusal: null });
  });
});
