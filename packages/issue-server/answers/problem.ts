import { STATUS_CODES } from 'node:http';
import { ERRORS, type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { statusOf } from './status.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** Of what goes wrong before any of our code runs. */
const HTTP_CODES = {
  400: 'BAD_REQUEST',
  404: 'NO_SUCH_ROUTE',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  412: 'PRECONDITION_FAILED',
  413: 'BODY_TOO_LARGE',
  414: 'URL_TOO_LONG',
  415: 'MEDIA_TYPE_UNSUPPORTED',
  431: 'HEADERS_TOO_LARGE',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
} as const;
type HttpStatus = keyof typeof HTTP_CODES;

export const Problem = z
  .object({
    type: z.string(),
    title: z.string().describe('What went wrong and what to change'),
    status: z.int(),
    code: z.string().describe('Stable; for programs'),
    detail: z.string().optional(),
    errors: z
      .array(z.object({ where: z.string(), message: z.string() }))
      .optional()
      .describe('The fields that do not fit'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });
export type Problem = z.infer<typeof Problem>;

const MAX_DETAIL_CHARS = 2_000;

export function problemOf(error: FixpointError, status = statusOf(error.code)): Problem {
  const { message: title } = ERRORS[error.code];
  const detail = error.message.startsWith(title) ? error.message.slice(title.length).trim() : error.message;
  return {
    type: typeOf(error.code),
    title,
    status,
    code: error.code,
    ...(detail === '' ? {} : { detail: detail.slice(0, MAX_DETAIL_CHARS) }),
  };
}

export function problemOfSchema(errors: NonNullable<Problem['errors']>): Problem {
  return { ...problemOf(new FixpointError('INVALID_INPUT', ''), 400), errors };
}

export function problemOfStatus(status: number, detail: string): Problem {
  const known: HttpStatus = isHttpStatus(status) ? status : status < 500 ? 400 : 500;
  const code = HTTP_CODES[known];
  return { type: typeOf(code), title: STATUS_CODES[known] ?? code, status: known, code, detail };
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

function isHttpStatus(status: number): status is HttpStatus {
  return Object.hasOwn(HTTP_CODES, status);
}

function typeOf(code: ErrorCode | (typeof HTTP_CODES)[HttpStatus]): string {
  return `urn:fixpoint:problem:${code.toLowerCase().replaceAll('_', '-')}`;
}
