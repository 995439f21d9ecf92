import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { checkActor, checkBackend, checkInteger, checkIssueNumber } from '../bounds.ts';
import { type CoordinationEvent, EVENT_PAYLOADS, isEventType, type NewEvent } from '../event.ts';
import type { Coordination, EventsPage, EventsRequest } from '../port.ts';
import { parseEvent } from './event-row.ts';
import { isoOf, type Transactions } from './transactions.ts';

const MAX_APPENDED = 100;
const MAX_LIMIT = 1_000;
/** More than all the labels that an issue can have, so that no write is done and then cannot be reported. */
const MAX_PAYLOAD_BYTES = 256 * 1024;
/** How often the log is cut to what it retains, in events. */
const PRUNE_EVERY = 1_000;
const Seq = z.number();

/** Appends inside of a transaction that runs already, so that an event stands exactly when what it reports does. */
export type Report = (event: NewEvent) => CoordinationEvent;

export function eventLog(
  { database, now, read, write }: Transactions,
  retainEvents: number,
): Pick<Coordination, 'append' | 'events' | 'lastSeq' | 'pruneEvents'> & { readonly report: Report } {
  const nextSeq = database
    .prepare('UPDATE coord_event_counter SET last_seq = last_seq + 1 RETURNING last_seq')
    .pluck();
  const insert = database.prepare('INSERT INTO coord_events VALUES (?, ?, ?, ?, ?, ?, ?)');
  const last = database.prepare('SELECT last_seq FROM coord_event_counter').pluck();
  const oldest = database.prepare('SELECT min(seq) FROM coord_events').pluck();
  const prune = database.prepare('DELETE FROM coord_events WHERE seq <= ?');
  const select = database.prepare(`
    SELECT * FROM coord_events
    WHERE seq > @after
      AND (@backend IS NULL OR backend = @backend)
      AND (@issue IS NULL OR issue = @issue)
      AND (@types IS NULL OR type IN (SELECT value FROM json_each(@types)))
    ORDER BY seq LIMIT @limit
  `);

  function report(event: NewEvent): CoordinationEvent {
    const payload = payloadOf(event);
    const seq = Seq.parse(nextSeq.get());
    const at = now();
    insert.run(seq, at, event.type, event.actor, event.backend, event.issue, payload);
    if (seq % PRUNE_EVERY === 0) prune.run(seq - retainEvents);
    return { ...event, seq, at: isoOf(at) };
  }

  function readPage(request: EventsRequest): EventsPage {
    const lastSeq = Seq.parse(last.get());
    const oldestSeq = Seq.nullable().parse(oldest.get()) ?? lastSeq + 1;
    const after = request.after ?? oldestSeq - 1;
    checkCursor(after, oldestSeq, lastSeq);
    const rows = select.all({
      after,
      backend: request.backend ?? null,
      issue: request.issue ?? null,
      types: request.types ? JSON.stringify(request.types) : null,
      limit: request.limit,
    });
    const events = rows.map(parseEvent);
    const isAll = events.length < request.limit;
    return { events, cursor: isAll ? lastSeq : (events.at(-1)?.seq ?? lastSeq) };
  }

  return {
    report,
    async append(events) {
      checkInteger('events', events.length, 0, MAX_APPENDED);
      for (const event of events) checkEvent(event);
      return write(() => events.map(report));
    },
    async events(request) {
      checkRequest(request);
      return read(() => readPage(request));
    },
    async lastSeq() {
      return Seq.parse(read(() => last.get()));
    },
    async pruneEvents(keepLast) {
      checkInteger('keepLast', keepLast, 0, Number.MAX_SAFE_INTEGER);
      return write(() => prune.run(Seq.parse(last.get()) - keepLast).changes);
    },
  };
}

function payloadOf({ type, payload }: NewEvent): string {
  const parsed = EVENT_PAYLOADS[type].safeParse(payload);
  // What cannot be read again would stand in everybody's way for ever.
  if (!parsed.success) throw new FixpointError('INVALID_INPUT', `${type}: ${z.prettifyError(parsed.error)}`);
  const text = JSON.stringify(parsed.data);
  if (Buffer.byteLength(text) <= MAX_PAYLOAD_BYTES) return text;
  throw new FixpointError(
    'INVALID_INPUT',
    `The payload of ${type} is larger than ${MAX_PAYLOAD_BYTES} bytes.`,
  );
}

function checkEvent({ type, actor, backend, issue }: NewEvent): void {
  checkTypes([type]);
  checkActor(actor);
  checkBackend(backend);
  if (issue !== null) checkIssueNumber(issue);
}

function checkRequest({ after, limit, types, issue }: EventsRequest): void {
  checkInteger('limit', limit, 1, MAX_LIMIT);
  if (after !== null) checkInteger('after', after, 0, Number.MAX_SAFE_INTEGER);
  if (issue !== undefined) checkIssueNumber(issue);
  checkTypes(types ?? []);
}

function checkTypes(types: readonly string[]): void {
  const unknown = types.find((type) => !isEventType(type));
  if (unknown === undefined) return;
  throw new FixpointError('INVALID_INPUT', `types: there are no events of type ${unknown.slice(0, 80)}.`);
}

function checkCursor(after: number, oldestSeq: number, lastSeq: number): void {
  if (after < oldestSeq - 1) {
    const detail = `after: events behind ${after} are no longer kept; the oldest is ${oldestSeq}.`;
    throw new FixpointError('INVALID_INPUT', detail);
  }
  if (after > lastSeq) {
    const detail = `after: ${after} has not happened yet, the last is ${lastSeq}; was the store replaced?`;
    throw new FixpointError('INVALID_INPUT', detail);
  }
}
