import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Tracker, TrackerWrite } from '@fixpoint/issue-core/tracker/api.ts';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import type { KeyStore } from '../auth/key-store.ts';
import { operationIdOf } from '../idempotency/operation-id.ts';
import type { IssueServerOptions } from '../options.ts';
import type { IssueServerPorts, ServedBackend } from '../ports.ts';

/** A Fastify whose routes are typed by zod schemas. */
export type ServerApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface RouteContext {
  readonly ports: IssueServerPorts;
  readonly options: IssueServerOptions;
  readonly keys: KeyStore;
  /** Of every route that is about one tracker. */
  readonly backendQuery: { readonly backend: z.ZodExactOptional<z.ZodString> };
  /** The default one when left out. @throws FixpointError BACKEND_UNKNOWN */
  backend(name?: string): ServedBackend;
}

export function createRouteContext(
  ports: IssueServerPorts,
  options: IssueServerOptions,
  keys: KeyStore,
): RouteContext {
  const { backends, defaultBackend } = ports;
  const names = backends.map(({ name }) => name);
  const backend = z
    .string()
    .min(1)
    .max(200)
    .meta({
      enum: names,
      default: defaultBackend,
      description: 'The tracker, by the name under which it is configured',
    })
    .exactOptional();

  return {
    ports,
    options,
    keys,
    backendQuery: { backend },
    backend(name = defaultBackend) {
      const found = backends.find((it) => it.name === name);
      if (found) return found;
      throw new FixpointError('BACKEND_UNKNOWN', `${JSON.stringify(name.slice(0, 80))} is not served here.`);
    },
  };
}

interface Asked {
  readonly caller: Caller | null;
  readonly query: { readonly backend?: string };
}

/** The tracker that a request is about, as the agent that asks. @throws FixpointError BACKEND_UNKNOWN */
export function trackerOf(context: RouteContext, { caller, query }: Asked): Tracker {
  if (caller === null) throw new FixpointError('API_KEY_INVALID', '');
  return context.backend(query.backend).trackerFor(caller.agent);
}

interface Written {
  readonly headers: {
    readonly 'issue-core-claim-token'?: number;
    readonly 'issue-core-operation-id'?: string;
  };
  readonly idempotency: FastifyRequest['idempotency'];
}

/** The claim under which a request writes, and the key that makes it harmless to do it twice. */
export function writeOf({ headers, idempotency }: Written): TrackerWrite {
  const fencingToken = headers['issue-core-claim-token'];
  const operationId = headers['issue-core-operation-id'] ?? derivedFrom(idempotency);
  return {
    ...(fencingToken === undefined ? {} : { fencingToken }),
    ...(operationId === undefined ? {} : { operationId }),
  };
}

function derivedFrom(idempotency: FastifyRequest['idempotency']): string | undefined {
  if (idempotency === null) return undefined;
  const { keyId, idempotencyKey, requestHash } = idempotency;
  return operationIdOf(keyId, idempotencyKey, requestHash);
}
