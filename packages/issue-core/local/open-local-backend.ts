import { existsSync } from 'node:fs';
import type { HoldWrites } from '../backend/held-writes.ts';
import type { IssueBackend } from '../backend/port.ts';
import { openDatabase } from '../sqlite/open-database.ts';
import { attachmentOperations } from './attachments.ts';
import { LOCAL_CAPABILITIES } from './capabilities.ts';
import { createChangeLog } from './change-log.ts';
import { changeOperations } from './changes.ts';
import { commentOperations } from './comments.ts';
import { createIssueReader } from './issue-reader.ts';
import { createIssueWriter } from './issue-writer.ts';
import { issueOperations } from './issues.ts';
import { labelOperations } from './labels.ts';
import { createLinkStore } from './link-store.ts';
import { linkOperations } from './links.ts';
import { listOperations } from './list-issues.ts';
import { milestoneOperations } from './milestones.ts';
import { LOCAL_SCHEMA } from './schema.ts';
import { createSession, type LocalSession } from './session.ts';
import { introduce, userOperations } from './users.ts';

export interface LocalBackendOptions {
  /** The file of the store, made when it is not there; `:memory:` for one that is gone when it is closed. */
  readonly path: string;
  /** On whose behalf it is written. */
  readonly login: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface LocalBackend extends IssueBackend, Pick<LocalSession, 'importing'> {
  readonly hold: HoldWrites;
}

/**
 * Opens the issue tracker in a SQLite file: all of Issue Core, without a server. Several processes may have it open.
 * Labels and people exist by being named; milestones are made first.
 *
 * Beside those of the port, everything may throw FixpointError INVALID_INPUT, ISSUE_NOT_FOUND, ALREADY_EXISTS, LINK_CYCLE,
 * QUERY_INVALID, LOCAL_STORE_BUSY when another process writes for more than 5 seconds, and LOCAL_STORE_FAILED.
 */
export function openLocalBackend({ path, login, now = Date.now }: LocalBackendOptions): LocalBackend {
  const database = openDatabase(path, [LOCAL_SCHEMA]);
  const session = createSession(database, { path, login, now });
  const log = createChangeLog(session);
  const reader = createIssueReader(session);
  const writer = createIssueWriter(session);
  const links = createLinkStore(session, { reader, writer });
  introduce(session);

  return {
    kind: 'local',
    capabilities: LOCAL_CAPABILITIES,
    uniqueStamps: true,
    hold: session.hold,
    importing: session.importing,
    async check() {
      return session.write(undefined, () => ({ login, target: path, canWrite: true, version: versionOf() }));
    },
    async isReadable() {
      const readable = session.read(() => database.prepare('SELECT count(*) FROM store_clock').get());
      // The file may have been deleted or moved away under us, while we still hold it open.
      return readable !== undefined && (path === ':memory:' || existsSync(path));
    },
    async close() {
      database.close();
    },
    ...issueOperations(session, { reader, writer, links, log }),
    ...listOperations(session, reader),
    ...commentOperations(session, { reader, log }),
    ...labelOperations(session, log),
    ...milestoneOperations(session, log),
    ...userOperations(session),
    ...linkOperations(session, { reader, links, log }),
    ...attachmentOperations(session, { reader, writer, log }),
    ...changeOperations(session, reader),
  };

  function versionOf(): string | null {
    const version = database.prepare<[], string>("SELECT 'SQLite ' || sqlite_version()").pluck().get();
    return version ?? null;
  }
}
