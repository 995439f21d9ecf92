import type { CoordinationEvent, EventType } from '@fixpoint/issue-core/coordination/event.ts';
import { EVENT_PAYLOADS, isEventType } from '@fixpoint/issue-core/coordination/event.ts';
import type { EventsPage, EventsRequest } from '@fixpoint/issue-core/coordination/port.ts';
import { Command, InvalidArgumentError } from 'commander';
import { parseCount, parseDurationMs, parseIssueNumber } from '../arguments.ts';
import { type CommandContext, withSession } from '../command-context.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { safeLine } from '../output/safe-text.ts';
import type { Style } from '../output/style.ts';
import type { Session } from '../session/open-session.ts';
import { UsageError } from '../usage-error.ts';

interface EventsFlags {
  readonly after?: number;
  readonly type?: readonly EventType[];
  readonly issue?: number;
  readonly limit: number;
  readonly wait?: number;
  readonly follow?: boolean;
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
/** One question; when nothing happened meanwhile, it is asked again. */
const FOLLOW_MS = 30_000;

/** `issue events`: what happened, in order; `--after` is the cursor to poll with. */
export function eventsCommand(context: CommandContext): Command {
  return new Command('events')
    .description('what happened, in order: the latest, or what came after a cursor')
    .option('--after <cursor>', 'only what came after it; 0 is from the oldest that is kept', parseCursor)
    .option('--type <type>', 'only of this type; may be repeated', collectTypes)
    .option('--issue <number>', 'only about this issue', parseIssueNumber)
    .option('--limit <count>', 'how many at most, up to 1,000', parseCount, DEFAULT_LIMIT)
    .option('--wait <duration>', 'when there is none yet, wait for one so long, such as 30s', parseDurationMs)
    .option('--follow', 'print each as it happens, until Ctrl-C')
    .action(async (flags: EventsFlags) => {
      if (flags.limit > MAX_LIMIT) throw new UsageError(`--limit: at most ${MAX_LIMIT}.`);
      await withSession(context, { access: 'read' }, async (session) => {
        // Nobody but a server looks whether a heartbeat is late.
        if (!session.tracker.readOnly) await session.coordination?.reportLateClaims();
        if (flags.follow) return followEvents(context, session, flags);
        await printEvents(context, session, flags);
      });
    });
}

async function printEvents(context: CommandContext, session: Session, flags: EventsFlags): Promise<void> {
  const printer = context.printer();
  const { events, cursor } = await eventsFor(context, session, flags);
  await printer.list({ items: events, next: cursor }, (items, style) =>
    items.map((event) => renderEvent(event, style)).join('\n'),
  );
  if (events.length === 0) await printer.note(`Nothing happened; the cursor is ${cursor}.`);
}

async function eventsFor(
  { world }: CommandContext,
  session: Session,
  flags: EventsFlags,
): Promise<EventsPage> {
  const { tracker } = session;
  if (flags.wait !== undefined) {
    return tracker.waitForEvents(await requestOf(session, flags, 0), world.signal, flags.wait);
  }
  const isFiltered = flags.type !== undefined || flags.issue !== undefined;
  if (flags.after === undefined && isFiltered) return latestThatFit(session, flags);
  return tracker.events(await requestOf(session, flags, flags.limit));
}

/** Where they stand among the others is not known, so all that are kept are looked through. */
async function latestThatFit({ tracker }: Session, flags: EventsFlags): Promise<EventsPage> {
  let latest: readonly CoordinationEvent[] = [];
  let after: number | null = null;
  while (true) {
    const page: EventsPage = await tracker.events({ after, limit: MAX_LIMIT, ...filterOf(flags) });
    latest = [...latest, ...page.events].slice(-flags.limit);
    if (page.events.length < MAX_LIMIT) return { events: latest, cursor: page.cursor };
    after = page.cursor;
  }
}

async function followEvents(context: CommandContext, session: Session, flags: EventsFlags): Promise<void> {
  const printer = context.printer();
  const { signal } = context.world;
  let request = await requestOf(session, flags, 0);
  while (!signal.aborted) {
    const { events, cursor } = await session.tracker.waitForEvents(request, signal, FOLLOW_MS);
    for (const event of events) await printer.line(event, renderEvent);
    request = { ...request, after: cursor };
    if (!session.tracker.readOnly) await session.coordination?.reportLateClaims();
  }
  context.endWith(EXIT_CODES.interrupted);
}

/** `latest` is how many of those that are there already are wanted when there is no cursor. */
async function requestOf(
  { tracker }: Session,
  flags: EventsFlags,
  latest: number,
): Promise<Omit<EventsRequest, 'backend'>> {
  // Counted over all trackers of the store, so that it may be fewer of this one.
  const from = flags.after ?? Math.max(0, (await tracker.lastSeq()) - latest);
  return { after: from === 0 ? null : from, limit: flags.limit, ...filterOf(flags) };
}

function filterOf({ type, issue }: EventsFlags): Pick<EventsRequest, 'types' | 'issue'> {
  return {
    ...(type === undefined ? {} : { types: type }),
    ...(issue === undefined ? {} : { issue }),
  };
}

function renderEvent({ seq, at, type, actor, issue, payload }: CoordinationEvent, style: Style): string {
  const about = issue === null ? '' : ` ${style.paint('bold', `#${issue}`)}`;
  const told = safeLine(JSON.stringify(payload));
  return `${style.paint('dim', `${seq} ${at}`)} ${style.paint('cyan', type)}${about} by ${safeLine(actor)} ${told}`;
}

function collectTypes(text: string, before: readonly EventType[] = []): readonly EventType[] {
  if (isEventType(text)) return [...before, text];
  throw new InvalidArgumentError(`There is: ${Object.keys(EVENT_PAYLOADS).join(', ')}.`);
}

function parseCursor(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give the cursor that was printed before: page.next of --json.');
}
