import { type ErrorCode, FixpointError, isErrorCode } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { type Answer, jsonIn } from './read-answer.ts';

/** What is read of a problem (RFC 9457). */
const Problem = z.object({
  code: z.string(),
  title: z.string().default(''),
  detail: z.string().default(''),
  errors: z.array(z.object({ where: z.string(), message: z.string() })).default([]),
});

/** What the server says by HTTP alone, where it is one of our errors. */
const OF_HTTP: Readonly<Record<string, ErrorCode>> = {
  BAD_REQUEST: 'INVALID_INPUT',
  BODY_TOO_LARGE: 'INVALID_INPUT',
  URL_TOO_LONG: 'INVALID_INPUT',
  HEADERS_TOO_LARGE: 'INVALID_INPUT',
  REQUEST_TIMEOUT: 'API_UNAVAILABLE',
  UNAVAILABLE: 'API_UNAVAILABLE',
};
/** Of whatever stands in between. */
const GATEWAY: ReadonlySet<number> = new Set([502, 503, 504]);
const MAX_DETAIL_CHARS = 1_000;

/** The error that an answer tells, with the code that it has at the server. */
export function errorOf(what: string, { status, headers, bytes }: Answer): FixpointError {
  const waitMs = retryAfterMs(headers);
  const options = waitMs === null ? {} : { retryAfterMs: waitMs };
  const parsed = Problem.safeParse(jsonIn(bytes));
  if (!parsed.success) {
    const code = GATEWAY.has(status) ? 'API_UNAVAILABLE' : 'API_REFUSED';
    return new FixpointError(
      code,
      `${what} was answered with ${status}${movedTo(status, headers)}.`,
      options,
    );
  }
  const { code, title, detail, errors } = parsed.data;
  const fields = errors.map(({ where, message }) => `${where}: ${message}`).join('; ');
  const known = isErrorCode(code) ? code : OF_HTTP[code];
  const said = [known === undefined || known !== code ? `${code}: ${title}` : '', detail, fields];
  return new FixpointError(
    known ?? 'API_REFUSED',
    said
      .filter((part) => part !== '')
      .join(' ')
      .slice(0, MAX_DETAIL_CHARS),
    options,
  );
}

/** Null when it says none. Dates are not used by the server, and not understood. */
export function retryAfterMs(headers: Headers): number | null {
  const seconds = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1_000 : null;
}

function movedTo(status: number, headers: Headers): string {
  const location = headers.get('location');
  return status >= 300 && status < 400 && location !== null ? `, and is at ${location.slice(0, 200)}` : '';
}
