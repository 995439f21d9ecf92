import type { Schema } from '../../sqlite/open-database.ts';

/** Times are milliseconds since 1970. The tables may stand in the same file as those of other modules. */
export const COORDINATION_SCHEMA: Schema = {
  module: 'coordination',
  migrations: [
    `
    CREATE TABLE coord_agents (
      name TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      roles TEXT NOT NULL,
      registered_at INTEGER NOT NULL
    ) WITHOUT ROWID;

    -- The last lease of each issue: its token counts on, so the row is never deleted.
    CREATE TABLE coord_claims (
      backend TEXT NOT NULL,
      issue INTEGER NOT NULL,
      token INTEGER NOT NULL,
      agent TEXT NOT NULL,
      claimed_at INTEGER NOT NULL,
      renewed_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      -- 0 while it runs, 1 when it was given back or settled, 2 when it was found to have run out.
      ended INTEGER NOT NULL,
      late_reported INTEGER NOT NULL,
      PRIMARY KEY (backend, issue)
    ) WITHOUT ROWID;
    CREATE INDEX coord_claims_running ON coord_claims (backend, expires_at) WHERE ended = 0;

    CREATE TABLE coord_deferrals (
      backend TEXT NOT NULL,
      issue INTEGER NOT NULL,
      until INTEGER NOT NULL,
      PRIMARY KEY (backend, issue)
    ) WITHOUT ROWID;

    CREATE TABLE coord_agent_states (
      backend TEXT NOT NULL,
      issue INTEGER NOT NULL,
      agent TEXT NOT NULL,
      state TEXT NOT NULL,
      revision INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      PRIMARY KEY (backend, issue, agent)
    ) WITHOUT ROWID;

    CREATE TABLE coord_links (
      backend TEXT NOT NULL,
      source INTEGER NOT NULL,
      kind TEXT NOT NULL,
      target INTEGER NOT NULL,
      PRIMARY KEY (backend, source, kind, target)
    ) WITHOUT ROWID;
    CREATE INDEX coord_links_by_target ON coord_links (backend, target);

    CREATE TABLE coord_close_reasons (
      backend TEXT NOT NULL,
      issue INTEGER NOT NULL,
      reason TEXT NOT NULL,
      PRIMARY KEY (backend, issue)
    ) WITHOUT ROWID;

    CREATE TABLE coord_events (
      seq INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      type TEXT NOT NULL,
      actor TEXT NOT NULL,
      backend TEXT NOT NULL,
      issue INTEGER,
      payload TEXT NOT NULL
    );
    CREATE INDEX coord_events_by_issue ON coord_events (backend, issue, seq);
    -- Kept apart from the events, so that forgetting them all does not start the count anew.
    CREATE TABLE coord_event_counter (id INTEGER PRIMARY KEY CHECK (id = 1), last_seq INTEGER NOT NULL);
    INSERT INTO coord_event_counter VALUES (1, 0);
    `,
    `CREATE INDEX coord_claims_ran_out ON coord_claims (backend, issue) WHERE ended = 2;`,
  ],
};
