import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';

const MIN_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 1_000;

const ListCursor = z.object({
  /** The backend's page at which to go on. */
  page: z.string().nullable(),
  /** The last item of it that was given already; null when none was. */
  after: z.string().nullable(),
  /** As it was at the first request, because a backend's cursor may count in pages. */
  pageSize: z.number().int().min(1).max(MAX_PAGE_SIZE),
});
export type ListCursor = z.infer<typeof ListCursor>;

export function writeCursor(cursor: ListCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

export function firstCursor(pageSize: number): ListCursor {
  return { page: null, after: null, pageSize: Math.min(Math.max(pageSize, MIN_PAGE_SIZE), MAX_PAGE_SIZE) };
}

/** @throws FixpointError INVALID_INPUT when it is none of ours */
export function readCursor(text: string): ListCursor {
  const parsed = ListCursor.safeParse(jsonOf(Buffer.from(text, 'base64url').toString()));
  if (parsed.success) return parsed.data;
  throw new FixpointError('INVALID_INPUT', 'cursor: it is not one of this list.');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
