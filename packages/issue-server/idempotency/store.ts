import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Database } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { z } from 'zod';
import { jsonColumn, rowAs, writing } from '../store/rows.ts';

export interface RequestKey {
  readonly keyId: string;
  readonly idempotencyKey: string;
}

export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface IdempotencyStore {
  /**
   * Null when this request is the first, which is noted; the answer of the first when that is over.
   *
   * @throws FixpointError IDEMPOTENCY_MISMATCH, IDEMPOTENCY_IN_FLIGHT
   */
  begin(key: RequestKey, requestHash: string): StoredAnswer | null;
  finish(key: RequestKey, answer: StoredAnswer): void;
  /** Nothing was done: the next one with this key is the first again. */
  forget(key: RequestKey): void;
}

/** How long an answer is kept. */
const RETENTION_MS = 24 * 60 * 60_000;
/**
 * Whoever takes longer has most likely died, and so has whoever began before this server did; what is done again then
 * creates nothing twice (`operation-id.ts`).
 */
const IN_FLIGHT_MS = 5 * 60_000;
const RETRY_AFTER_MS = 1_000;
/** Of all keys together; the oldest go first. */
const MAX_ENTRIES = 100_000;
/** After so many requests, so many at most are swept. */
const SWEEP = 100;

const Row = z.object({
  request_hash: z.string(),
  started_at: z.number(),
  status: z.number().nullable(),
  headers: jsonColumn(z.record(z.string(), z.string())).nullable(),
  body: z.string().nullable(),
});

export function createIdempotencyStore(database: Database, now: () => Date): IdempotencyStore {
  const find = database.prepare('SELECT * FROM server_idempotency WHERE key_id = ? AND idempotency_key = ?');
  const insert = database.prepare(
    'INSERT OR REPLACE INTO server_idempotency VALUES (?, ?, ?, ?, NULL, NULL, NULL)',
  );
  const finish = database.prepare(
    'UPDATE server_idempotency SET status = ?, headers = ?, body = ? WHERE key_id = ? AND idempotency_key = ?',
  );
  const remove = database.prepare('DELETE FROM server_idempotency WHERE key_id = ? AND idempotency_key = ?');
  const old = database.prepare(`
    DELETE FROM server_idempotency WHERE (key_id, idempotency_key) IN (
      SELECT key_id, idempotency_key FROM server_idempotency WHERE started_at < ? ORDER BY started_at LIMIT ${SWEEP}
    )
  `);
  const surplus = database.prepare(`
    DELETE FROM server_idempotency WHERE (key_id, idempotency_key) IN (
      SELECT key_id, idempotency_key FROM server_idempotency ORDER BY started_at DESC LIMIT ${SWEEP} OFFSET ${MAX_ENTRIES}
    )
  `);

  const openedAt = now().getTime();
  let begun = 0;

  function sweepNowAndThen(at: number): void {
    begun += 1;
    if (begun % SWEEP !== 0) return;
    old.run(at - RETENTION_MS);
    surplus.run();
  }

  return {
    begin({ keyId, idempotencyKey }, requestHash) {
      return writing(database, () => {
        const at = now().getTime();
        sweepNowAndThen(at);
        const found = find.get(keyId, idempotencyKey);
        const row = found === undefined ? null : rowAs(Row, found);
        if (row !== null && at - row.started_at < RETENTION_MS) {
          if (row.request_hash !== requestHash) throw new FixpointError('IDEMPOTENCY_MISMATCH', '');
          if (row.status !== null) {
            return { status: row.status, headers: row.headers ?? {}, body: row.body ?? '' };
          }
          if (row.started_at >= openedAt && at - row.started_at < IN_FLIGHT_MS) {
            throw new FixpointError('IDEMPOTENCY_IN_FLIGHT', '', { retryAfterMs: RETRY_AFTER_MS });
          }
        }
        insert.run(keyId, idempotencyKey, requestHash, at);
        return null;
      });
    },
    finish({ keyId, idempotencyKey }, { status, headers, body }) {
      writing(database, () => finish.run(status, JSON.stringify(headers), body, keyId, idempotencyKey));
    },
    forget({ keyId, idempotencyKey }) {
      writing(database, () => remove.run(keyId, idempotencyKey));
    },
  };
}
