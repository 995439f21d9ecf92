import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';

const ErrorAnswer = z.object({ message: z.string() });
const MAX_DETAIL_CHARS = 500;
const MAX_RETRY_AFTER_MS = 60 * 60_000;

/** The one seam at which answers of the server become errors of ours. */
export function answerError(what: string, response: Response, text: string): FixpointError {
  const detail = `${what}: ${response.status} ${messageOf(text)}`.trim();
  const code = codeOf(response.status);
  if (code !== 'FORGE_RATE_LIMITED') return new FixpointError(code, detail);
  return new FixpointError(code, detail, {
    retryAfterMs: retryAfterMsOf(response.headers.get('retry-after')),
  });
}

/** No answer, a broken one, or none in time. */
export function networkError(what: string, error: unknown): FixpointError {
  if (error instanceof FixpointError) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FixpointError('FORGE_UNAVAILABLE', `${what}: ${reason.slice(0, MAX_DETAIL_CHARS)}`, {
    cause: error,
  });
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'FORGE_UNAUTHORIZED';
  if (status === 403) return 'FORGE_FORBIDDEN';
  if (status === 404) return 'FORGE_NOT_FOUND';
  if (status === 429) return 'FORGE_RATE_LIMITED';
  if (status >= 500) return 'FORGE_UNAVAILABLE';
  // Gitea redirects the names of renamed and transferred repositories.
  if (status >= 300 && status < 400) return 'FORGE_NOT_FOUND';
  return 'FORGE_REFUSED';
}

function messageOf(text: string): string {
  try {
    const parsed = ErrorAnswer.safeParse(JSON.parse(text));
    return (parsed.success ? parsed.data.message : text).slice(0, MAX_DETAIL_CHARS);
  } catch {
    return text.slice(0, MAX_DETAIL_CHARS);
  }
}

/** Seconds or a date, as HTTP allows; a minute when the server does not say. */
function retryAfterMsOf(header: string | null): number {
  const seconds = header === null ? 60 : Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header ?? '') - Date.now();
  return Math.min(Math.max(Number.isFinite(ms) ? ms : 60_000, 1_000), MAX_RETRY_AFTER_MS);
}
