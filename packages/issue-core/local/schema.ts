import type { Schema } from '../sqlite/open-database.ts';

/**
 * Times are milliseconds since 1970; `folded` is the name as it is compared. Bodies lie apart from their issues, so that a
 * list reads only narrow rows. `issue_text` indexes the folded text by trigrams, so that it is found by any part of a word.
 * AUTOINCREMENT, because the number of a deleted issue must never name another one.
 */
const FIRST = `
CREATE TABLE store_clock (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL) STRICT;
INSERT INTO store_clock VALUES (1, 0);

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE labels (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  color TEXT NOT NULL,
  description TEXT NOT NULL
) STRICT;

CREATE TABLE milestones (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  state TEXT NOT NULL,
  due_on TEXT
) STRICT;

CREATE TABLE issues (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  close_reason TEXT,
  type TEXT,
  priority INTEGER,
  -- Issues without a priority come last in both directions.
  priority_ascending INTEGER AS (coalesce(priority, 9)),
  priority_descending INTEGER AS (coalesce(priority, 0)),
  milestone INTEGER REFERENCES milestones ON DELETE SET NULL,
  parent INTEGER REFERENCES issues,
  author INTEGER NOT NULL REFERENCES users,
  comment_count INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  closed_at INTEGER,
  operation_id TEXT UNIQUE
) STRICT;
CREATE INDEX issues_by_created ON issues (created_at, number);
CREATE INDEX issues_by_updated ON issues (updated_at, number);
CREATE INDEX issues_by_priority_ascending ON issues (priority_ascending, number);
CREATE INDEX issues_by_priority_descending ON issues (priority_descending, number);
CREATE INDEX issues_by_state ON issues (state, priority, type);
CREATE INDEX issues_by_milestone ON issues (milestone) WHERE milestone IS NOT NULL;
CREATE INDEX issues_by_parent ON issues (parent) WHERE parent IS NOT NULL;
CREATE INDEX issues_by_author ON issues (author);

CREATE TABLE issue_bodies (
  issue INTEGER PRIMARY KEY REFERENCES issues ON DELETE CASCADE,
  body TEXT NOT NULL
) STRICT;
CREATE TABLE issue_folded (
  issue INTEGER PRIMARY KEY REFERENCES issues ON DELETE CASCADE,
  title TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE issue_text USING fts5 (
  title, body, content = 'issue_folded', content_rowid = 'issue', tokenize = 'trigram case_sensitive 1'
);

CREATE TABLE issue_labels (
  issue INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  label INTEGER NOT NULL REFERENCES labels ON DELETE CASCADE,
  PRIMARY KEY (issue, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX issue_labels_by_label ON issue_labels (label, issue);

CREATE TABLE issue_assignees (
  issue INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  user INTEGER NOT NULL REFERENCES users,
  PRIMARY KEY (issue, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX issue_assignees_by_user ON issue_assignees (user, issue);

CREATE TABLE tombstones (number INTEGER PRIMARY KEY, id TEXT NOT NULL, deleted_at INTEGER NOT NULL) STRICT;

CREATE TABLE comments (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  issue INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  body TEXT NOT NULL,
  author INTEGER NOT NULL REFERENCES users,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  operation_id TEXT
) STRICT;
CREATE INDEX comments_by_issue ON comments (issue, place);
CREATE INDEX comments_by_updated ON comments (updated_at, place);
CREATE UNIQUE INDEX comments_by_operation ON comments (issue, operation_id) WHERE operation_id IS NOT NULL;

-- Each link once: \`source\` blocks, relates to or duplicates \`target\`. Parents stand in \`issues.parent\`.
CREATE TABLE links (
  kind TEXT NOT NULL,
  source INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  target INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  PRIMARY KEY (source, kind, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_target ON links (target, kind, source);
CREATE INDEX links_by_kind ON links (kind, source, target);

CREATE TABLE attachments (
  place INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  issue INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX attachments_by_issue ON attachments (issue, place);

CREATE TABLE changes (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  login TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL
) STRICT;
`;

export const LOCAL_SCHEMA: Schema = { module: 'local', migrations: [FIRST] };
