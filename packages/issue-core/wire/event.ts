import { z } from 'zod';
import { EVENT_PAYLOADS, type EventType } from '../coordination/event.ts';
import { JsonObject } from './json-object.ts';

const TYPES = Object.keys(EVENT_PAYLOADS) as [EventType, ...EventType[]];

export const EventTypeName = z.enum(TYPES);

export const EventAnswer = z
  .object({
    seq: z.int().describe('Counts 1, 2, 3 … over all backends of the store'),
    at: z.string().describe('ISO 8601'),
    type: EventTypeName,
    actor: z.string(),
    backend: z.string(),
    issue: z.int().nullable(),
    payload: JsonObject,
  })
  .meta({ id: 'Event' });
