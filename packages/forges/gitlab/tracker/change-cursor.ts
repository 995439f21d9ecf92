import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { ChangeCursor } from '@fixpoint/issue-core/backend/port.ts';
import { z } from 'zod';
import { Place } from './read-on.ts';

const Time = z.iso.datetime();

/** `since` alone asks for what changed from then on. A scan is under way while there are further pages. */
const ChangeState = z.object({
  since: Time.nullable(),
  scan: z
    .object({
      /** When its first page was read, by the server's clock. */
      startedAt: Time,
      newest: Time,
      /** Where to start again, on servers that count pages; null on others. */
      from: Time.nullable(),
      place: Place.nullable(),
    })
    .nullable(),
});
export type ChangeState = z.infer<typeof ChangeState>;
export type Scan = NonNullable<ChangeState['scan']>;

/** @throws FixpointError INVALID_INPUT */
export function decodeChangeCursor(cursor: ChangeCursor | null): ChangeState {
  if (cursor === null) return { since: null, scan: null };
  try {
    return ChangeState.parse(JSON.parse(cursor));
  } catch (error) {
    throw new FixpointError('INVALID_INPUT', 'cursor: it is not one of this stream.', { cause: error });
  }
}

export function encodeChangeCursor(state: ChangeState): ChangeCursor {
  return JSON.stringify(state);
}
