import type { CapabilityTable } from '@fixpoint/issue-core/backend/capabilities.ts';
import type { Coordination } from '@fixpoint/issue-core/coordination/port.ts';
import type { Database } from '@fixpoint/issue-core/sqlite/open-database.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';

/** One of the trackers that a server gives access to. */
export interface ServedBackend {
  readonly name: string;
  /** Under which its claims and events are kept. */
  readonly keptUnder: string;
  readonly kind: string;
  readonly capabilities: CapabilityTable;
  readonly readOnly: boolean;
  /** The tracker as this agent uses it; asked for with every request, so whoever gives it keeps it. */
  trackerFor(agent: string): Tracker;
}

/** What is logged: a static message, and what belongs to it. pino's loggers fit. */
export interface ServerLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface IssueServerPorts {
  readonly backends: readonly ServedBackend[];
  /** The name of one of them. */
  readonly defaultBackend: string;
  /** That of all these backends. */
  readonly coordination: Coordination;
  /** Opened with SERVER_SCHEMA (`store/schema.ts`). */
  readonly database: Database;
  /** The key of the environment, which may do everything; null for none. */
  readonly apiKey: string | null;
  readonly log: ServerLog;
  readonly now: () => Date;
}
