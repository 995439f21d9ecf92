import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { z } from 'zod';

const Thought = z.object({ modelDurationMs: z.number() });
const Acted = z.object({ calls: z.array(z.object({ durationMs: z.number() })) });

interface Turn {
  readonly startedMs: number;
  /** Spent by the model and by commands. */
  spentMs: number;
}

/** For every turn but the last: the time to the next `think`, less what the model and the commands took, in milliseconds. */
export async function turnOverheads(client: Client, attemptId: string): Promise<number[]> {
  const { events } = await client.workflow.getHandle(attemptId).fetchHistory();
  const scheduled = new Map<string, string>();
  const turns: Turn[] = [];
  for (const { eventId, eventTime, ...event } of events ?? []) {
    const type = event.activityTaskScheduledEventAttributes?.activityType?.name;
    if (type) scheduled.set(String(eventId), type);
    if (type === 'think') {
      turns.push({
        startedMs: Number(eventTime?.seconds) * 1000 + Number(eventTime?.nanos) / 1e6,
        spentMs: 0,
      });
    }
    const done = event.activityTaskCompletedEventAttributes;
    const payload = done?.result?.payloads?.[0];
    const turn = turns.at(-1);
    if (payload && turn) turn.spentMs += spent(scheduled.get(String(done.scheduledEventId)), payload);
  }
  return turns.slice(0, -1).map(({ startedMs, spentMs }, index) => {
    const nextMs = turns[index + 1]?.startedMs ?? startedMs;
    return nextMs - startedMs - spentMs;
  });
}

function spent(activity: string | undefined, payload: object): number {
  switch (activity) {
    case 'think':
      return Thought.parse(defaultPayloadConverter.fromPayload(payload)).modelDurationMs;
    case 'act':
      return Acted.parse(defaultPayloadConverter.fromPayload(payload)).calls.reduce(
        (sum, call) => sum + call.durationMs,
        0,
      );
    default:
      return 0;
  }
}
