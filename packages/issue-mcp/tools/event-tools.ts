import type { CoordinationEvent } from '@fixpoint/issue-core/coordination/event.ts';
import { EventTypeName } from '@fixpoint/issue-core/wire/event.ts';
import { IssueNumber } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { LIST_BYTES, PAYLOAD_BYTES } from '../answers/budget.ts';
import { clipList, jsonBytes } from '../answers/clip.ts';
import { defineTool } from './tool.ts';

/** Clients give up on a tool after a while. */
const MAX_WAIT_MS = 20_000;

export const EVENT_TOOLS = [
  defineTool({
    name: 'list_events',
    title: 'What happened',
    description:
      'Events behind `after`, in order; from the oldest that is kept when left out, only new ones with `newest`. Go on with `after: cursor`. With `waitMs` it waits for one.',
    power: 'read',
    input: z.strictObject({
      after: z.union([z.int().min(0), z.literal('newest')]).exactOptional(),
      types: z.array(EventTypeName).max(30).exactOptional(),
      issue: IssueNumber.exactOptional(),
      limit: z.int().min(1).max(200).default(50),
      waitMs: z.int().min(0).max(MAX_WAIT_MS).default(0),
    }),
    run: async (tracker, { after = null, types, issue, limit, waitMs }, { signal }) => {
      const page = await tracker.waitForEvents(
        {
          after: after === 'newest' ? await tracker.lastSeq() : after,
          limit,
          ...(types === undefined ? {} : { types }),
          ...(issue === undefined ? {} : { issue }),
        },
        signal,
        waitMs,
      );
      const { value, next } = clipList(page.events.map(shown), LIST_BYTES);
      const cursor = next === null ? page.cursor : (value.at(-1)?.seq ?? page.cursor);
      return { items: value, cursor, ...(next === null ? {} : { truncated: true }) };
    },
  }),
] as const;

function shown({ seq, at, type, actor, issue, payload }: CoordinationEvent) {
  const isLong = jsonBytes(payload) > PAYLOAD_BYTES;
  return { seq, at, type, actor, issue, ...(isLong ? { truncated: true } : { payload }) };
}
