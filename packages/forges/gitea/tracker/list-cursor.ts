import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { PRIORITIES } from '@fixpoint/issue-core/model/issue.ts';
import { z } from 'zod';
import { Place } from './shifting-pages.ts';

/** The issue that ended a page of a list which is sorted here: where it stands is known by these even when it is gone. */
export const ListAfter = z.object({
  kind: z.literal('after'),
  snapshot: z.string().max(64),
  number: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  priority: z.enum(PRIORITIES).nullable(),
});
export type ListAfter = z.infer<typeof ListAfter>;

const ListCursor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('place'), place: Place }),
  ListAfter,
]);
export type ListCursor = z.infer<typeof ListCursor>;

export function encodeListCursor(cursor: ListCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws FixpointError INVALID_INPUT */
export function decodeListCursor(text: string): ListCursor {
  const parsed = ListCursor.safeParse(jsonOf(Buffer.from(text, 'base64url').toString('utf8')));
  if (parsed.success) return parsed.data;
  throw new FixpointError('INVALID_INPUT', 'cursor: it is not one of this list; start again without it.');
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
