import type { PageOptions, TrackerWrite } from '@fixpoint/issue-core/tracker/api.ts';
import { OperationId as AnyOperationId, Cursor, FencingToken } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';

export const ListLimit = z.int().min(1).max(100).default(20);
export const Offset = z.int().min(0).default(0);
/** Of a list that the tracker gives in pages. */
export const Paged = { limit: ListLimit, cursor: Cursor.exactOptional() };
/** Of every write to an issue. */
export const UnderClaim = { fencingToken: FencingToken.exactOptional() };
/** Of what creates something. */
export const Once = {
  operationId: AnyOperationId.exactOptional().describe(
    'Chosen by you: asking again with the same one creates nothing twice',
  ),
};

/** What the tracker is told of a write, out of the arguments. */
export function writeOf(
  {
    fencingToken,
    operationId,
  }: { readonly fencingToken?: number | undefined; readonly operationId?: string | undefined },
  signal: AbortSignal,
): TrackerWrite {
  return {
    ...(fencingToken === undefined ? {} : { fencingToken }),
    ...(operationId === undefined ? {} : { operationId }),
    signal,
  };
}

/** The page that goes on at the cursor of the arguments. */
export function pageFrom({ cursor }: { readonly cursor?: string }, limit: number): PageOptions {
  return { limit, ...(cursor === undefined ? {} : { cursor }) };
}
