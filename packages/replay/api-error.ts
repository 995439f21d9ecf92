import type { FastifyReply } from 'fastify';

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** An error in the API's own shape, so that the real SDK reads it as one. */
export function sendApiError(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply
    .status(status)
    .send({ type: 'error', error: { type: ERROR_TYPES[status] ?? 'api_error', message } });
}
