import type { Page } from '@fixpoint/issue-core/backend/port.ts';
import { LIST_BYTES } from './budget.ts';
import { clipList } from './clip.ts';

/** What is listed may grow between two reads. */
const MAX_ROUNDS = 3;

/**
 * A page that fits into an answer. When it does not, it is read again as short as it has to be, because only the tracker
 * knows the cursor that goes on in its middle.
 */
export async function pageAnswer<T, A>(
  read: (limit: number) => Promise<Page<T>>,
  limit: number,
  show: (item: T) => A,
) {
  let most = limit;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const page = await read(most);
    const { next } = clipList(page.items.map(show), LIST_BYTES);
    if (next === null) return pageOf(page, show, most < limit);
    most = next;
  }
  return pageOf(await read(1), show, true);
}

function pageOf<T, A>({ items, next, total }: Page<T>, show: (item: T) => A, truncated: boolean) {
  return {
    items: items.map(show),
    next,
    ...(total === null ? {} : { total }),
    ...(truncated ? { truncated } : {}),
  };
}
