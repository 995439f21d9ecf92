import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Page } from '../backend/port.ts';

const MAX_ITEMS = 20_000;

/** All pages of a list; `what` names it in the error when there is no end to it. */
export async function everyPage<T>(
  what: string,
  read: (cursor: string | null) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read(cursor);
    items.push(...page.items);
    if (items.length > MAX_ITEMS) {
      throw new FixpointError('FORGE_REFUSED', `${what}: more than ${MAX_ITEMS}.`);
    }
    cursor = page.next;
  } while (cursor !== null);
  return items;
}
