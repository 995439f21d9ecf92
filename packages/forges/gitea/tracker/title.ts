import { FixpointError } from '@fixpoint/contracts/errors.ts';

const MAX_WIDTH = 255;
const NARROW = /[\p{M}\p{Cf}\p{Cs}\p{Z}]/u;

/**
 * The title as Gitea keeps it. A longer one it would cut off without a word (`EllipsisDisplayString` in
 * `models/issues/issue_update.go`, which counts most characters beyond Latin-1 as two).
 *
 * @throws FixpointError INVALID_INPUT
 */
export function parseTitle(title: string): string {
  const trimmed = title.trim();
  if (trimmed === '') throw new FixpointError('INVALID_INPUT', 'title: it is empty.');
  const width = [...trimmed].reduce((sum, character) => sum + widthOf(character), 0);
  if (width <= MAX_WIDTH) return trimmed;
  throw new FixpointError(
    'INVALID_INPUT',
    `title: Gitea has room for a width of ${MAX_WIDTH}, this has ${width}.`,
  );
}

function widthOf(character: string): number {
  if ((character.codePointAt(0) ?? 0) <= 255) return 1;
  return character !== '\u3000' && NARROW.test(character) ? 1 : 2;
}
