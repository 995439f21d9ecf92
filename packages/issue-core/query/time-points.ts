import type { ParseContext } from './parse-context.ts';
import { queryError } from './query-error.ts';
import type { Written } from './tokens.ts';

/** From its first millisecond to the one after its last; both the same for an instant. */
export interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['min', MINUTE_MS],
  ['h', HOUR_MS],
  ['d', DAY_MS],
  ['w', 7 * DAY_MS],
]);
const MONTHS: ReadonlyMap<string, number> = new Map([
  ['mo', 1],
  ['y', 12],
]);

const ISO = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):?(\d\d))?)?$/i;
const RELATIVE = /^-(\d{1,6})(min|h|d|w|mo|y)$/i;
const WANTED = 'write 2026-01-31, 2026-01-31T10:00:00Z, -7d (min, h, d, w, mo, y), today or yesterday.';

/** @throws FixpointError QUERY_INVALID */
export function readTime(value: Written, { text, now }: ParseContext): TimeSpan {
  const written = value.text.toLowerCase();
  if (written === 'today') return dayOf(now.getTime());
  if (written === 'yesterday') return dayOf(now.getTime() - DAY_MS);
  const span = readRelative(written, now) ?? readAbsolute(written);
  if (span) return span;
  throw queryError(text, value.at, `This is no time; ${WANTED}`);
}

function dayOf(ms: number): TimeSpan {
  const startMs = Math.floor(ms / DAY_MS) * DAY_MS;
  return { startMs, endMs: startMs + DAY_MS };
}

function readRelative(written: string, now: Date): TimeSpan | null {
  const [, digits, unit = ''] = RELATIVE.exec(written) ?? [];
  if (digits === undefined) return null;
  const count = Number(digits);
  const months = MONTHS.get(unit);
  const ms =
    months === undefined
      ? now.getTime() - count * (UNIT_MS.get(unit) ?? Number.NaN)
      : monthsBefore(now, count * months);
  return { startMs: ms, endMs: ms };
}

/** A month before 31 March is the last day of February. */
function monthsBefore(now: Date, months: number): number {
  const moved = new Date(now);
  moved.setUTCMonth(now.getUTCMonth() - months);
  if (moved.getUTCDate() !== now.getUTCDate()) moved.setUTCDate(0);
  return moved.getTime();
}

/** Without an offset it is UTC. Null also for days that no calendar has. */
function readAbsolute(written: string): TimeSpan | null {
  const [matched, date, time, seconds, fraction, sign, hours, minutes] = ISO.exec(written) ?? [];
  if (matched === undefined) return null;
  const ms = (fraction ?? '').slice(0, 3).padEnd(3, '0');
  const canonical = `${date}T${time ?? '00:00'}:${seconds ?? '00'}.${ms}Z`;
  const instant = new Date(canonical);
  if (Number.isNaN(instant.getTime()) || instant.toISOString() !== canonical) return null;
  const offsetMs = Number(hours ?? 0) * HOUR_MS + Number(minutes ?? 0) * MINUTE_MS;
  const startMs = instant.getTime() - (sign === '-' ? -offsetMs : offsetMs);
  return { startMs, endMs: startMs + lengthMs(time, seconds, fraction) };
}

function lengthMs(time?: string, seconds?: string, fraction?: string): number {
  if (fraction !== undefined) return 1;
  if (seconds !== undefined) return SECOND_MS;
  return time === undefined ? DAY_MS : MINUTE_MS;
}
