import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { CoordinationEvent } from '@fixpoint/issue-core/coordination/event.ts';
import type { Database } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { monotonicFactory } from 'ulid';
import { z } from 'zod';
import { isoOf, reading, rowAs, writing } from '../store/rows.ts';
import { DISABLE_AFTER, GONE, retryDelayMs } from './retries.ts';
import type { Sent } from './send.ts';
import type { StoredWebhook } from './webhook-store.ts';

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface Delivery {
  readonly id: string;
  readonly webhookId: string;
  /** What the receiver tells repeated messages by; the same for a replay. */
  readonly messageId: string;
  readonly seq: number;
  readonly type: string;
  readonly payload: string;
  readonly isReplay: boolean;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** Of one endpoint, as it was when events were read for it. */
type EventsQueue = Pick<StoredWebhook, 'id' | 'cursor'>;

export interface DeliveryStore {
  /** Puts these events at the end of the queue, and the cursor behind them: both, or neither when somebody else did. */
  enqueue(webhook: EventsQueue, events: readonly CoordinationEvent[], cursor: number): void;
  waiting(webhookId: string): number;
  /** The first that waits, when its time has come: the others wait behind it, so that the order stays. */
  nextDue(webhookId: string): Delivery | null;
  /** Notes an attempt; gives the delivery up, and the endpoint, when it failed for too long. */
  record(delivery: Delivery, sent: Sent): void;
  /** The newest first, before that one; at most so many. */
  list(webhookId: string, limit: number, before: string | null): readonly Delivery[];
  /** Sends the same message again, behind what waits. @throws FixpointError ISSUE_NOT_FOUND */
  replay(webhookId: string, deliveryId: string): Delivery;
}

/** Of deliveries that are over, for each endpoint. */
const KEPT = 1_000;

const Row = z.object({
  id: z.string(),
  webhook: z.string(),
  message_id: z.string(),
  seq: z.number(),
  type: z.string(),
  payload: z.string(),
  is_replay: z.number(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number(),
  next_at: z.number(),
  last_status: z.number().nullable(),
  last_error: z.string().nullable(),
  created_at: z.number(),
  ended_at: z.number().nullable(),
});

export function createDeliveryStore(database: Database, now: () => Date): DeliveryStore {
  const newId = monotonicFactory();
  const insert = database.prepare(`
    INSERT INTO server_deliveries
      (id, webhook, message_id, seq, type, payload, is_replay, state, attempts, next_at, created_at)
    VALUES (@id, @webhookId, @messageId, @seq, @type, @payload, @isReplay, 'waiting', 0, @at, @at)
  `);
  const moveCursor = database.prepare('UPDATE server_webhooks SET cursor = ? WHERE id = ? AND cursor = ?');
  const count = database
    .prepare("SELECT count(*) FROM server_deliveries WHERE webhook = ? AND state = 'waiting'")
    .pluck();
  const first = database.prepare(
    "SELECT * FROM server_deliveries WHERE webhook = ? AND state = 'waiting' ORDER BY place LIMIT 1",
  );
  const find = database.prepare('SELECT * FROM server_deliveries WHERE webhook = ? AND id = ?');
  const list = database.prepare(`
    SELECT * FROM server_deliveries
    WHERE webhook = @webhookId
      AND (@before IS NULL OR place < (SELECT place FROM server_deliveries WHERE id = @before))
    ORDER BY place DESC LIMIT @limit
  `);
  const record = database.prepare(`
    UPDATE server_deliveries SET attempts = attempts + 1, state = @state, next_at = @nextAt, last_status = @status,
      last_error = @error, ended_at = @endedAt
    WHERE id = @id
  `);
  const countFailure = database.prepare(`
    UPDATE server_webhooks SET failures_in_a_row = failures_in_a_row + 1 WHERE id = ? RETURNING failures_in_a_row
  `);
  const forgetFailures = database.prepare('UPDATE server_webhooks SET failures_in_a_row = 0 WHERE id = ?');
  const disable = database.prepare(
    'UPDATE server_webhooks SET enabled = 0, disabled_reason = ? WHERE id = ?',
  );
  const prune = database.prepare(`
    DELETE FROM server_deliveries WHERE webhook = @webhookId AND state <> 'waiting' AND place <= (
      SELECT place FROM server_deliveries WHERE webhook = @webhookId AND state <> 'waiting'
      ORDER BY place DESC LIMIT 1 OFFSET ${KEPT}
    )
  `);

  function disableIfHopeless({ webhookId }: Delivery, { status }: Sent): void {
    const failures = Number(countFailure.pluck().get(webhookId));
    if (status === GONE) disable.run('It answered 410 Gone.', webhookId);
    else if (failures >= DISABLE_AFTER) disable.run(`${failures} attempts in a row failed.`, webhookId);
  }

  return {
    enqueue({ id: webhookId, cursor: before }, events, cursor) {
      writing(database, () => {
        if (moveCursor.run(cursor, webhookId, before).changes === 0) return;
        const at = now().getTime();
        for (const event of events) {
          const { seq, type } = event;
          const messageId = `msg_${webhookId}_${seq}`;
          const payload = JSON.stringify({ type, timestamp: event.at, data: event });
          insert.run({ id: newId(at), webhookId, messageId, seq, type, payload, isReplay: 0, at });
        }
      });
    },
    waiting: (webhookId) => Number(reading(database, () => count.get(webhookId))),
    nextDue(webhookId) {
      const found = reading(database, () => first.get(webhookId));
      if (found === undefined) return null;
      const row = rowAs(Row, found);
      return row.next_at <= now().getTime() ? toDelivery(row) : null;
    },
    record(delivery, sent) {
      const at = now().getTime();
      const isDelivered = sent.status !== null && sent.status >= 200 && sent.status < 300;
      const delayMs = sent.status === GONE ? null : retryDelayMs(delivery.attempts + 1);
      const isOver = isDelivered || delayMs === null;
      writing(database, () => {
        record.run({
          id: delivery.id,
          state: isDelivered ? 'delivered' : isOver ? 'failed' : 'waiting',
          nextAt: at + (delayMs ?? 0),
          status: sent.status,
          error: sent.error,
          endedAt: isOver ? at : null,
        });
        if (isDelivered) forgetFailures.run(delivery.webhookId);
        else disableIfHopeless(delivery, sent);
        if (isOver) prune.run({ webhookId: delivery.webhookId });
      });
    },
    list: (webhookId, limit, before) =>
      reading(database, () => list.all({ webhookId, limit, before })).map((row) =>
        toDelivery(rowAs(Row, row)),
      ),
    replay: (webhookId, deliveryId) =>
      writing(database, () => {
        const found = find.get(webhookId, deliveryId);
        if (found === undefined) {
          throw new FixpointError('ISSUE_NOT_FOUND', `Delivery ${deliveryId.slice(0, 40)}.`);
        }
        const { messageId, seq, type, payload } = toDelivery(rowAs(Row, found));
        const at = now().getTime();
        const id = newId(at);
        insert.run({ id, webhookId, messageId, seq, type, payload, isReplay: 1, at });
        return toDelivery(rowAs(Row, find.get(webhookId, id)));
      }),
  };
}

function toDelivery(row: z.infer<typeof Row>): Delivery {
  return {
    id: row.id,
    webhookId: row.webhook,
    messageId: row.message_id,
    seq: row.seq,
    type: row.type,
    payload: row.payload,
    isReplay: row.is_replay === 1,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.state === 'waiting' ? isoOf(row.next_at) : null,
    lastStatus: row.last_status,
    lastError: row.last_error,
    createdAt: isoOf(row.created_at),
    endedAt: row.ended_at === null ? null : isoOf(row.ended_at),
  };
}
