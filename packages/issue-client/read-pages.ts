import type { Page } from '@fixpoint/issue-core/backend/port.ts';
import { checkInteger } from '@fixpoint/issue-core/coordination/bounds.ts';
import { pageOf } from '@fixpoint/issue-core/wire/answers.ts';
import type { z } from 'zod';
import type { ApiRequest, Ask } from './http/api-request.ts';

export interface PagesRequest<T> extends Pick<ApiRequest<unknown>, 'path' | 'query' | 'signal'> {
  readonly item: z.ZodType<T>;
  readonly limit: number;
  readonly cursor?: string | null | undefined;
}

const MAX_LIMIT = 10_000;
/** What the server gives at once. */
const MAX_PAGE_SIZE = 100;
/** What fits nothing ends with a `next`, as it does at the server. */
const MAX_PAGES = 200;

/** Asks for pages until the limit is filled. @throws FixpointError INVALID_INPUT for a limit outside of 1 to 10,000 */
export async function readPages<T>(ask: Ask, request: PagesRequest<T>): Promise<Page<T>> {
  const { path, query = {}, signal, item, limit, cursor = null } = request;
  checkInteger('limit', limit, 1, MAX_LIMIT);
  const answer = pageOf(item);
  const items: T[] = [];
  let next = cursor;
  let total: number | null = null;
  for (let pages = 0; pages < MAX_PAGES && items.length < limit; pages += 1) {
    const pageSize = Math.min(limit - items.length, MAX_PAGE_SIZE);
    const page = await ask({
      method: 'GET',
      path,
      query: { ...query, limit: pageSize, cursor: next ?? undefined },
      answer,
      signal,
    });
    items.push(...page.items);
    next = page.next;
    if (pages === 0) total = page.total;
    if (next === null) return { items, next, total: cursor === null ? items.length : total };
  }
  return { items, next, total };
}
