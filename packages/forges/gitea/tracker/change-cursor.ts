import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { jsonOf } from './list-cursor.ts';
import { Place } from './shifting-pages.ts';

const ChangeState = z.object({
  /** From when on, by the clock of the server; null from the beginning. */
  since: z.iso.datetime().nullable(),
  /** Null between scans. */
  scan: z
    .object({ place: Place, newest: z.iso.datetime().nullable(), beganAt: z.iso.datetime().nullable() })
    .nullable(),
});
export type ChangeState = z.infer<typeof ChangeState>;

export function startOf(since: string | null): ChangeState {
  return { since, scan: null };
}

export function encodeChangeCursor(state: ChangeState): string {
  return JSON.stringify(state);
}

/** @throws FixpointError INVALID_INPUT */
export function decodeChangeCursor(text: string): ChangeState {
  const parsed = ChangeState.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new FixpointError(
    'INVALID_INPUT',
    'cursor: it is not one of these changes; pull from the beginning.',
  );
}
