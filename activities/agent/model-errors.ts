import Anthropic from '@anthropic-ai/sdk';
import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';

const MAX_DETAIL_CHARACTERS = 2_000;
const MAX_RETRY_AFTER_MS = 60 * 60_000;

/** The one seam where the SDK's errors become ours. What is not from the SDK is a bug and stays what it is. */
export function toModelError(error: unknown): unknown {
  if (error instanceof FixpointError || !(error instanceof Anthropic.AnthropicError)) return error;
  const detail = describe(error).slice(0, MAX_DETAIL_CHARACTERS);
  const code = error instanceof Anthropic.APIError ? codeOf(error) : 'MODEL_UNAVAILABLE';
  const retryAfterMs = error instanceof Anthropic.APIError ? readRetryAfterMs(error.headers) : undefined;
  return new FixpointError(code, detail, {
    cause: error,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function codeOf(error: InstanceType<typeof Anthropic.APIError>): ErrorCode {
  const status = error.status ?? statusOfType(error.type);
  if (status === undefined || status === 408 || status === 409 || status >= 500) return 'MODEL_UNAVAILABLE';
  if (status === 429) return 'MODEL_RATE_LIMITED';
  if (status === 401 || status === 403) return 'MODEL_UNAUTHORIZED';
  return 'MODEL_REFUSED';
}

/** Errors in the middle of a stream have no status, only a type. */
function statusOfType(type: string | null): number | undefined {
  switch (type) {
    case 'rate_limit_error':
      return 429;
    case 'authentication_error':
      return 401;
    case 'permission_error':
      return 403;
    case 'invalid_request_error':
    case 'not_found_error':
    case 'billing_error':
      return 400;
    default:
      return undefined;
  }
}

/** The innermost cause: `fetch failed` alone helps nobody. */
function describe(error: Error): string {
  const message = error instanceof Anthropic.APIError ? (error.apiMessage ?? error.message) : error.message;
  return error.cause instanceof Error ? `${message} (${describe(error.cause)})` : message;
}

/** `retry-after` is in seconds or a date. */
function readRetryAfterMs(headers: Headers | undefined): number | undefined {
  const exact = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (exact >= 0) return Math.min(exact, MAX_RETRY_AFTER_MS);
  const value = headers?.get('retry-after');
  if (!value) return undefined;
  const seconds = Number(value);
  const waitMs = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1_000;
  return waitMs >= 0 ? Math.min(waitMs, MAX_RETRY_AFTER_MS) : undefined;
}
