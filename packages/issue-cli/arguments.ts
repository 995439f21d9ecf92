import { MAX_CLAIM_TTL_MS, MIN_CLAIM_TTL_MS } from '@fixpoint/issue-core/coordination/port.ts';
import { InvalidArgumentError } from 'commander';
import { faultOfBackendName } from './config/repository-config.ts';

const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Values of flags and arguments. All of these @throws InvalidArgumentError, which is a wrong use of the command line. */
export function parseIssueNumber(text: string): number {
  const number = /^#?\d{1,15}$/.test(text) ? Number(text.replace('#', '')) : 0;
  if (number >= 1) return number;
  throw new InvalidArgumentError('Give the number of an issue, such as 42.');
}

/** For arguments that may be repeated. */
export function collectNumbers(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, parseIssueNumber(text)];
}

/** For flags that may be repeated. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

export function parseBackendName(text: string): string {
  const fault = faultOfBackendName(text);
  if (fault === null) return text;
  throw new InvalidArgumentError(`As a name ${fault}.`);
}

export function parseToken(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(
    'Give the number that `issue claim` printed; tokens of trackers are never given on the command line.',
  );
}

export function parseCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number of at least 1.');
}

/** `all` is everything. */
export function parseLimit(text: string): number | 'all' {
  return text === 'all' ? text : parseCount(text);
}

export function parseShare(text: string): number {
  const share = /^\d*\.?\d+$/.test(text) ? Number(text) : 0;
  if (share > 0 && share <= 1) return share;
  throw new InvalidArgumentError('Give a number above 0 and up to 1, such as 0.6.');
}

/** `90s`, `15m`, `2h`, `3d`, `1w`. */
export function parseDurationMs(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})(s|m|min|h|d|w)$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  if (count !== undefined && unitMs !== undefined) return Number(count) * unitMs;
  throw new InvalidArgumentError('Give a duration such as 90s, 15m, 2h, 3d or 1w.');
}

/** For how long an issue is claimed. */
export function parseClaimTtlMs(text: string): number {
  const ttlMs = parseDurationMs(text);
  if (ttlMs >= MIN_CLAIM_TTL_MS && ttlMs <= MAX_CLAIM_TTL_MS) return ttlMs;
  throw new InvalidArgumentError('Give a duration from 1s to 24h.');
}

/** A date, a time, or how long from now; as ISO 8601. */
export function parseTime(text: string, now: Date): string {
  if (/^\d+[a-z]+$/.test(text)) return new Date(now.getTime() + parseDurationMs(text)).toISOString();
  const timeMs = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(timeMs)) return new Date(timeMs).toISOString();
  throw new InvalidArgumentError('Give a date, a time, or how long from now: 2026-03-01, 2h, 3d.');
}
