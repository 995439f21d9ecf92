import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';

const RANDOM_CHARS = 16;

/** An id that sorts by time. One draw of random bytes for all of it: the library asks the system for every character. */
export function newId(at: number): string {
  const bytes = randomBytes(RANDOM_CHARS).values();
  return ulid(at, () => (bytes.next().value ?? 0) / 256);
}
