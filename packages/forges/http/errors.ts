import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { rateLimitWaitMs } from './rate-limit.ts';

/** GitHub and Gitea say `message`, GitHub also `errors`; GitLab `message` (of any shape) or `error`. */
const ErrorAnswer = z.object({
  message: z.unknown().optional(),
  error: z.unknown().optional(),
  errors: z.unknown().optional(),
});
const MAX_DETAIL_CHARS = 500;

/**
 * The one seam at which answers of forges become errors of ours.
 *
 * @param what the request, without its query and its headers
 */
export function answerError(
  what: string,
  answer: { readonly status: number; readonly headers: Headers },
  text: string,
): FixpointError {
  const detail = `${what}: ${answer.status} ${messageOf(text)}`.trim();
  const waitMs = rateLimitWaitMs(answer, text, Date.now());
  if (waitMs !== null) return new FixpointError('FORGE_RATE_LIMITED', detail, { retryAfterMs: waitMs });
  return new FixpointError(codeOf(answer.status), detail);
}

/** No answer, a broken one, or none in time. */
export function networkError(what: string, error: unknown): FixpointError {
  if (error instanceof FixpointError) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new FixpointError('FORGE_UNAVAILABLE', `${what}: ${reason.slice(0, MAX_DETAIL_CHARS)}`, {
    cause: error,
  });
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'FORGE_UNAUTHORIZED';
  if (status === 403) return 'FORGE_FORBIDDEN';
  // 410 is how GitHub answers for a deleted issue, and for a repository that has issues switched off.
  if (status === 404 || status === 410) return 'FORGE_NOT_FOUND';
  if (status >= 500) return 'FORGE_UNAVAILABLE';
  // Forges redirect the names of renamed and transferred repositories.
  if (status >= 300 && status < 400) return 'FORGE_NOT_FOUND';
  return 'FORGE_REFUSED';
}

function messageOf(text: string): string {
  return wordsOf(text).slice(0, MAX_DETAIL_CHARS);
}

function wordsOf(text: string): string {
  try {
    const { message, error, errors } = ErrorAnswer.parse(JSON.parse(text));
    const words = [message, error, errors].filter((it) => it !== undefined && it !== null).map(plain);
    return words.length === 0 ? text : words.join(' ');
  } catch {
    return text;
  }
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
