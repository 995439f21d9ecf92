import { FixpointError } from '@fixpoint/contracts/errors.ts';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EACCES',
]);
const PASSING_STATUS = new Set([502, 503, 504]);

/** What an engine's client throws, as one of our codes. */
export function toEngineError(what: string, cause: unknown): FixpointError {
  if (cause instanceof FixpointError) return cause;
  const message = cause instanceof Error ? cause.message.trim() : String(cause);
  const detail = `${what}: ${message.slice(0, 500)}`;
  const code = field(cause, 'code');
  if (typeof code === 'string' && UNREACHABLE.has(code))
    return new FixpointError('ENGINE_UNAVAILABLE', detail, { cause });
  if (isTimeout(cause))
    return new FixpointError('ENGINE_UNAVAILABLE', `${what}: no answer in time.`, { cause });
  const status = statusCode(cause);
  if (status === null) return new FixpointError('ENGINE_UNAVAILABLE', detail, { cause });
  if (status === 404 && /no such image/i.test(message))
    return new FixpointError('IMAGE_MISSING', detail, { cause });
  return new FixpointError(PASSING_STATUS.has(status) ? 'ENGINE_UNAVAILABLE' : 'ENGINE_REFUSED', detail, {
    cause,
  });
}

/** The HTTP status of an engine's refusal, or null when there was no answer. */
export function statusCode(cause: unknown): number | null {
  const status = field(cause, 'statusCode');
  return typeof status === 'number' ? status : null;
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
