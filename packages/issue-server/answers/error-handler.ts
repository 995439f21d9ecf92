import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { ServerLog } from '../ports.ts';
import { type Problem, problemOf, problemOfSchema, problemOfStatus, sendProblem } from './problem.ts';

/** How long to wait when nobody said. */
const DEFAULT_RETRY_MS = 1_000;
const MAX_ERRORS = 20;

export type ErrorHandler = (
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply;

/** Every error leaves as a problem; what is our fault is logged, and tells nothing of the inside. */
export function createErrorHandler(
  log: ServerLog,
  notFound: (request: FastifyRequest, reply: FastifyReply) => FastifyReply,
): ErrorHandler {
  return (error, request, reply) => {
    // What is wrong with a request that nobody serves does not matter.
    if (request.is404) return notFound(request, reply);
    const problem = problemIn(error);
    if (problem.status >= 500) {
      log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'request failed');
    }
    const retryAfterMs = retryAfterOf(error, problem);
    if (retryAfterMs !== null) reply.header('retry-after', Math.ceil(retryAfterMs / 1_000));
    return sendProblem(reply, problem);
  };
}

/** What is wrong with a URL itself, before anybody looks for a route. */
export function answerUrlError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, problemIn(error));
}

function problemIn(error: FastifyError | Error): Problem {
  if (error instanceof FixpointError) return problemOf(error);
  if (hasZodFastifySchemaValidationErrors(error)) {
    const part = 'validationContext' in error ? String(error.validationContext) : '';
    return problemOfSchema(
      error.validation.slice(0, MAX_ERRORS).map(({ instancePath, message = 'does not fit' }) => ({
        where: `${part}${instancePath.replace(/\/$/, '')}`,
        message,
      })),
    );
  }
  const status = 'statusCode' in error && error.statusCode !== undefined ? error.statusCode : 500;
  // Only what Fastify says about a request is meant for whoever sent it.
  return status < 500
    ? problemOfStatus(status, error.message.slice(0, 300))
    : problemOfStatus(500, 'This is a bug of ours; the log of the server says more.');
}

/** Null where waiting does not help. */
function retryAfterOf(error: Error, { status }: Problem): number | null {
  if (!(error instanceof FixpointError)) return null;
  // The limiter of keys sets the header itself.
  if (error.code === 'API_RATE_LIMITED') return error.retryAfterMs ?? null;
  if (status !== 503 && !error.retryable) return null;
  return error.retryAfterMs ?? DEFAULT_RETRY_MS;
}
