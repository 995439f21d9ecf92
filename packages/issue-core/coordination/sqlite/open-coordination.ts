import { openDatabase } from '../../sqlite/open-database.ts';
import { checkInteger } from '../bounds.ts';
import type { Coordination } from '../port.ts';
import { waitForEvents } from '../wait-for-events.ts';
import { abandonedOperations } from './abandoned.ts';
import { agentStateOperations } from './agent-states.ts';
import { agentOperations } from './agents.ts';
import { claimOperations } from './claims.ts';
import { closeReasonOperations } from './close-reasons.ts';
import { deferralOperations } from './deferrals.ts';
import { eventLog } from './event-log.ts';
import { forgetOperations } from './forget-issue.ts';
import { linkOperations } from './links.ts';
import { COORDINATION_SCHEMA } from './schema.ts';
import { transactionsOn } from './transactions.ts';

const DEFAULT_RETAINED_EVENTS = 100_000;

export interface CoordinationOptions {
  /** The same file as a local store, or one of its own. */
  readonly path: string;
  readonly now?: () => Date;
  /** About how many events are kept: the log is cut every thousand. 100,000 when left out. */
  readonly retainEvents?: number;
}

/**
 * Coordination in a SQLite file, for any number of processes of one host.
 *
 * @throws FixpointError LOCAL_STORE_FAILED, LOCAL_STORE_BUSY, INVALID_INPUT
 */
export function openCoordination({
  path,
  now = () => new Date(),
  retainEvents = DEFAULT_RETAINED_EVENTS,
}: CoordinationOptions): Coordination {
  checkInteger('retainEvents', retainEvents, 1, Number.MAX_SAFE_INTEGER);
  const database = openDatabase(path, [COORDINATION_SCHEMA]);
  const transactions = transactionsOn(database, now);
  const { report, ...events } = eventLog(transactions, retainEvents);

  return {
    ...agentOperations(transactions),
    ...claimOperations(transactions, report),
    ...abandonedOperations(transactions),
    ...deferralOperations(transactions, report),
    ...agentStateOperations(transactions, report),
    ...linkOperations(transactions, report),
    ...closeReasonOperations(transactions),
    ...forgetOperations(transactions, report),
    ...events,
    waitForEvents: (request, signal, timeoutMs) => waitForEvents(events, request, signal, timeoutMs),
    async close() {
      database.close();
    },
  };
}
