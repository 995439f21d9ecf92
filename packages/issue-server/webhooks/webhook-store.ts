import { randomBytes } from 'node:crypto';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { type EventType, isEventType } from '@fixpoint/issue-core/coordination/event.ts';
import type { Database } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { monotonicFactory } from 'ulid';
import { z } from 'zod';
import { isoOf, jsonColumn, reading, rowAs, writing } from '../store/rows.ts';

export interface NewWebhook {
  readonly url: string;
  /** Null for all. */
  readonly events: readonly EventType[] | null;
  /** Null for all. */
  readonly backend: string | null;
  /** `whsec_` and Base64; made when left out. */
  readonly secret?: string;
  readonly createdBy: string;
  /** The last event that is not told. */
  readonly cursor: number;
}

export type WebhookChange = Partial<
  Pick<NewWebhook, 'url' | 'events' | 'backend' | 'secret'> & { readonly enabled: boolean }
>;

export interface StoredWebhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly EventType[] | null;
  readonly backend: string | null;
  readonly secret: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  readonly cursor: number;
  readonly failuresInARow: number;
}

export interface WebhookStore {
  /** @throws FixpointError INVALID_INPUT when there are too many */
  create(webhook: NewWebhook): StoredWebhook;
  /** @throws FixpointError ISSUE_NOT_FOUND, as the following */
  get(id: string): StoredWebhook;
  list(): readonly StoredWebhook[];
  /** Switching it on forgets why it was off. */
  update(id: string, change: WebhookChange): StoredWebhook;
  delete(id: string): void;
  /** Takes an endpoint for a time, so that of several servers on one store one delivers; false when another has it. */
  lock(id: string, owner: string, untilMs: number): boolean;
  unlock(id: string, owner: string): void;
}

const MAX_WEBHOOKS = 100;
const SECRET_BYTES = 32;

const Row = z.object({
  id: z.string(),
  url: z.string(),
  events: jsonColumn(z.array(z.string().refine(isEventType))).nullable(),
  backend: z.string().nullable(),
  secret: z.string(),
  created_by: z.string(),
  created_at: z.number(),
  enabled: z.number(),
  disabled_reason: z.string().nullable(),
  cursor: z.number(),
  failures_in_a_row: z.number(),
});

export function createWebhookStore(database: Database, now: () => Date): WebhookStore {
  const newId = monotonicFactory();
  const find = database.prepare('SELECT * FROM server_webhooks WHERE id = ?');
  const list = database.prepare('SELECT * FROM server_webhooks ORDER BY id');
  const count = database.prepare('SELECT count(*) FROM server_webhooks').pluck();
  const insert = database.prepare(`
    INSERT INTO server_webhooks
    VALUES (@id, @url, @events, @backend, @secret, @createdBy, @createdAt, 1, NULL, @cursor, 0, NULL, 0)
  `);
  const update = database.prepare(`
    UPDATE server_webhooks SET url = @url, events = @events, backend = @backend, secret = @secret, enabled = @enabled,
      disabled_reason = CASE WHEN @enabled THEN NULL ELSE disabled_reason END,
      failures_in_a_row = CASE WHEN @enabled > enabled THEN 0 ELSE failures_in_a_row END
    WHERE id = @id
  `);
  const remove = database.prepare('DELETE FROM server_webhooks WHERE id = ?');
  const lock = database.prepare(`
    UPDATE server_webhooks SET locked_by = @owner, locked_until = @until
    WHERE id = @id AND enabled = 1 AND (locked_by IS NULL OR locked_by = @owner OR locked_until <= @now)
  `);
  const unlock = database.prepare(
    'UPDATE server_webhooks SET locked_by = NULL WHERE id = ? AND locked_by = ?',
  );

  function required(id: string): StoredWebhook {
    const row = find.get(id);
    if (row !== undefined) return toWebhook(row);
    throw new FixpointError('ISSUE_NOT_FOUND', `Webhook ${id.slice(0, 40)}.`);
  }

  return {
    create({ url, events, backend, secret = newSecret(), createdBy, cursor }) {
      const id = newId(now().getTime());
      return writing(database, () => {
        if (Number(count.get()) >= MAX_WEBHOOKS) {
          throw new FixpointError('INVALID_INPUT', `There are ${MAX_WEBHOOKS} webhooks already.`);
        }
        const createdAt = now().getTime();
        insert.run({ id, url, events: jsonOf(events), backend, secret, createdBy, createdAt, cursor });
        return required(id);
      });
    },
    get: (id) => reading(database, () => required(id)),
    list: () => reading(database, () => list.all().map(toWebhook)),
    update: (id, change) =>
      writing(database, () => {
        const { url, events, backend, secret, enabled } = { ...required(id), ...change };
        update.run({ id, url, events: jsonOf(events), backend, secret, enabled: enabled ? 1 : 0 });
        return required(id);
      }),
    delete(id) {
      writing(database, () => {
        required(id);
        remove.run(id);
      });
    },
    lock: (id, owner, until) =>
      writing(database, () => lock.run({ id, owner, until, now: now().getTime() }).changes > 0),
    unlock(id, owner) {
      writing(database, () => unlock.run(id, owner));
    },
  };
}

function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

function jsonOf(events: readonly EventType[] | null): string | null {
  return events === null ? null : JSON.stringify(events);
}

function toWebhook(found: unknown): StoredWebhook {
  const row = rowAs(Row, found);
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    backend: row.backend,
    secret: row.secret,
    createdBy: row.created_by,
    createdAt: isoOf(row.created_at),
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
    cursor: row.cursor,
    failuresInARow: row.failures_in_a_row,
  };
}
