import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { answerError, networkError } from '../../http/errors.ts';

/** What octokit throws for an answer (`RequestError`), as far as it is used. */
const RefusedRequest = z.object({
  status: z.number().int(),
  response: z.object({ headers: z.record(z.string(), z.unknown()), data: z.unknown() }),
});
const NameTaken = z.object({ errors: z.array(z.unknown()) });
const Taken = z.object({ code: z.literal('already_exists') });
const RefusedGraphql = z.object({
  errors: z.array(z.object({ type: z.string().optional(), message: z.string() })).min(1),
});
const GRAPHQL_CODES: ReadonlyMap<string, ErrorCode> = new Map([
  ['NOT_FOUND', 'FORGE_NOT_FOUND'],
  ['FORBIDDEN', 'FORGE_FORBIDDEN'],
  ['INSUFFICIENT_SCOPES', 'FORGE_FORBIDDEN'],
]);
const MAX_DETAIL_CHARS = 500;

/** The one seam at which errors of octokit become ours; `what` says what was asked. */
export function toFixpointError(what: string, error: unknown): FixpointError {
  if (error instanceof FixpointError) return error;
  // octokit wraps what its fetch throws.
  if (error instanceof Error && error.cause instanceof FixpointError) return error.cause;
  const refused = RefusedRequest.safeParse(error);
  if (refused.success) return refusedError(what, refused.data);
  const graphql = RefusedGraphql.safeParse(error);
  if (graphql.success) return graphqlError(what, graphql.data);
  return networkError(what, error);
}

function refusedError(what: string, { status, response }: z.infer<typeof RefusedRequest>): FixpointError {
  const headers = new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  const text = typeof response.data === 'string' ? response.data : JSON.stringify(response.data ?? '');
  const error = answerError(what, { status, headers }, text);
  const taken = NameTaken.safeParse(response.data).data?.errors.some((it) => Taken.safeParse(it).success);
  return taken ? new FixpointError('ALREADY_EXISTS', `${what}: it is there already.`) : error;
}

/** GraphQL answers 200 to what it refuses, and says why by a type. */
function graphqlError(what: string, { errors }: z.infer<typeof RefusedGraphql>): FixpointError {
  const words = errors.map(({ message }) => message).join('; ');
  const detail = `${what}: ${words.slice(0, MAX_DETAIL_CHARS)}`;
  const type = errors[0]?.type ?? '';
  if (type === 'RATE_LIMITED')
    return new FixpointError('FORGE_RATE_LIMITED', detail, { retryAfterMs: 60_000 });
  return new FixpointError(GRAPHQL_CODES.get(type) ?? 'FORGE_REFUSED', detail);
}
