import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { type CoordinationEvent, EVENT_PAYLOADS, type EventType, isEventType } from '../event.ts';
import { readJson, readRow } from './read-row.ts';
import { isoOf } from './transactions.ts';

const Row = z.object({
  seq: z.number(),
  at: z.number(),
  type: z.string(),
  actor: z.string(),
  backend: z.string(),
  issue: z.number().nullable(),
  payload: z.string(),
});

/** @throws FixpointError LOCAL_STORE_FAILED when another version of Issue Core wrote what this one does not know */
export function parseEvent(row: unknown): CoordinationEvent {
  const { type, at, payload, ...rest } = readRow(Row, row);
  if (!isEventType(type)) {
    throw new FixpointError('LOCAL_STORE_FAILED', `Event ${rest.seq} is of an unknown type, ${type}.`);
  }
  const schema: z.ZodType<CoordinationEvent['payload']> = EVENT_PAYLOADS[type];
  return eventOf(type, { ...rest, at: isoOf(at), payload: readJson(schema, payload) });
}

/** The schema was looked up by this very type, which the compiler cannot follow through the union. */
function eventOf(type: EventType, event: Omit<CoordinationEvent, 'type'>): CoordinationEvent {
  return { ...event, type } as CoordinationEvent;
}
