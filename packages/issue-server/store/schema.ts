import type { Schema } from '@fixpoint/issue-core/sqlite/open-database.ts';

/** Times are milliseconds since 1970. The tables may stand in the same file as those of other modules. */
export const SERVER_SCHEMA: Schema = {
  module: 'server',
  migrations: [
    `
    CREATE TABLE server_keys (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      agent TEXT NOT NULL,
      scopes TEXT NOT NULL,
      hash BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER,
      revoked_at INTEGER,
      last_used_at INTEGER
    ) WITHOUT ROWID;

    CREATE TABLE server_idempotency (
      key_id TEXT NOT NULL,
      idempotency_key TEXT NOT NULL,
      request_hash TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      -- Null while the first request is at work.
      status INTEGER,
      headers TEXT,
      body TEXT,
      PRIMARY KEY (key_id, idempotency_key)
    ) WITHOUT ROWID;
    CREATE INDEX server_idempotency_by_age ON server_idempotency (started_at);

    -- What TaskSpec became which issue, for as long as the issue is there: later tasks refer to it.
    CREATE TABLE server_tasks (
      key_id TEXT NOT NULL,
      task_id TEXT NOT NULL,
      backend TEXT NOT NULL,
      issue INTEGER NOT NULL,
      payload_hash TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (key_id, task_id)
    ) WITHOUT ROWID;

    CREATE TABLE server_webhooks (
      id TEXT PRIMARY KEY,
      url TEXT NOT NULL,
      -- A JSON array of event types; null for all.
      events TEXT,
      backend TEXT,
      secret TEXT NOT NULL,
      created_by TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      enabled INTEGER NOT NULL,
      disabled_reason TEXT,
      -- The last event that was looked at.
      cursor INTEGER NOT NULL,
      failures_in_a_row INTEGER NOT NULL,
      locked_by TEXT,
      locked_until INTEGER NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE server_deliveries (
      place INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      webhook TEXT NOT NULL REFERENCES server_webhooks ON DELETE CASCADE,
      -- Of the message; the same for a replay.
      message_id TEXT NOT NULL,
      seq INTEGER NOT NULL,
      type TEXT NOT NULL,
      payload TEXT NOT NULL,
      is_replay INTEGER NOT NULL,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      next_at INTEGER NOT NULL,
      last_status INTEGER,
      last_error TEXT,
      created_at INTEGER NOT NULL,
      ended_at INTEGER
    );
    CREATE INDEX server_deliveries_by_webhook ON server_deliveries (webhook, place);
    CREATE INDEX server_deliveries_waiting ON server_deliveries (webhook, place) WHERE state = 'waiting';
    `,
  ],
};
