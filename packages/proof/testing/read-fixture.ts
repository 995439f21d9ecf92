import { readFileSync } from 'node:fs';

/** The recorded output of a real test runner. */
export function readFixture(name: string): string {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
}
