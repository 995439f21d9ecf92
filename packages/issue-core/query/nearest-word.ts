/** The candidate that is at most two slips (or a third of its length) away from a word, or that it begins with. */
export function nearestWord(word: string, candidates: readonly string[]): string | null {
  let nearest: { candidate: string; slips: number } | null = null;
  for (const candidate of candidates) {
    const begins = word.length > 1 && candidate.startsWith(word);
    const slips = begins ? 1 : slipsBetween(word, candidate);
    if (slips <= Math.max(1, Math.min(2, candidate.length / 3)) && slips < (nearest?.slips ?? Infinity)) {
      nearest = { candidate, slips };
    }
  }
  return nearest?.candidate ?? null;
}

/** Letters left out, put in, mistaken or swapped with their neighbour (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let previous: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[line - 1] === b[column - 1];
      const swapped = a[line - 1] === b[column - 2] && a[line - 2] === b[column - 1];
      next[column] = Math.min(
        cell(row, column) + 1,
        cell(next, column - 1) + 1,
        cell(row, column - 1) + (same ? 0 : 1),
        swapped ? cell(previous, column - 2) + 1 : Infinity,
      );
    }
    previous = row;
    row = next;
  }
  return cell(row, b.length);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
