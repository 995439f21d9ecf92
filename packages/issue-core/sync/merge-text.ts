import { diff3Merge } from 'node-diff3';

/** Every pair of equal lines is a candidate of the comparison, at about 2 µs each: some 400 ms at most. */
const MAX_EQUAL_PAIRS = 200_000;

/**
 * Both changes to one text, merged by lines; null when they touch the same lines, or when the lines repeat so much that it
 * would take too long to try.
 */
export function mergeText(base: string, left: string, right: string): string | null {
  if (left === right || right === base) return left;
  if (left === base) return right;
  const texts = { base: base.split('\n'), left: left.split('\n'), right: right.split('\n') };
  const start = commonLength(texts, (lines, index) => lines[index]);
  const rest = cut(texts, (lines) => lines.slice(start));
  const end = commonLength(rest, (lines, index) => lines[lines.length - 1 - index]);
  const middle = cut(rest, (lines) => lines.slice(0, lines.length - end));
  if (equalPairs(middle.base, middle.left) + equalPairs(middle.base, middle.right) > MAX_EQUAL_PAIRS)
    return null;

  const merged = texts.base.slice(0, start);
  for (const region of diff3Merge(middle.left, middle.base, middle.right, { excludeFalseConflicts: true })) {
    if (region.conflict) return null;
    merged.push(...(region.ok ?? []));
  }
  merged.push(...rest.base.slice(rest.base.length - end));
  return merged.join('\n');
}

interface Texts {
  readonly base: string[];
  readonly left: string[];
  readonly right: string[];
}

function cut({ base, left, right }: Texts, part: (lines: string[]) => string[]): Texts {
  return { base: part(base), left: part(left), right: part(right) };
}

function commonLength(
  { base, left, right }: Texts,
  lineAt: (lines: string[], index: number) => string | undefined,
): number {
  const most = Math.min(base.length, left.length, right.length);
  let length = 0;
  while (length < most) {
    const line = lineAt(base, length);
    if (lineAt(left, length) !== line || lineAt(right, length) !== line) break;
    length += 1;
  }
  return length;
}

function equalPairs(left: readonly string[], right: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of left) counts.set(line, (counts.get(line) ?? 0) + 1);
  return right.reduce((pairs, line) => pairs + (counts.get(line) ?? 0), 0);
}
