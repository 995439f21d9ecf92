import rateLimit from '@fastify/rate-limit';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { type FastifyInstance, fastify } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { answerClientError } from './answers/client-errors.ts';
import { answerUrlError, createErrorHandler } from './answers/error-handler.ts';
import { parseBoundedJson } from './answers/json-parser.ts';
import { createNotFound } from './answers/not-found.ts';
import { authenticate } from './auth/authenticate.ts';
import { createKeyStore } from './auth/key-store.ts';
import { replayAnswers } from './idempotency/replay.ts';
import { createIdempotencyStore } from './idempotency/store.ts';
import { serveOpenApi } from './openapi/document.ts';
import { describeSecurity } from './openapi/secured-routes.ts';
import { DEFAULT_SERVER_OPTIONS, type IssueServerOptions } from './options.ts';
import type { IssueServerPorts } from './ports.ts';
import { agentRoutes } from './routes/agents.ts';
import { attachmentRoutes } from './routes/attachments.ts';
import { backendRoutes } from './routes/backends.ts';
import { bulkRoutes } from './routes/bulk.ts';
import { claimRoutes } from './routes/claims.ts';
import { commentRoutes } from './routes/comments.ts';
import { createRouteContext, type RouteContext, type ServerApp } from './routes/context.ts';
import { eventRoutes } from './routes/events.ts';
import { ingestionRoutes } from './routes/ingestion.ts';
import { issueRoutes } from './routes/issues.ts';
import { keyRoutes } from './routes/keys.ts';
import { labelRoutes } from './routes/labels.ts';
import { linkRoutes } from './routes/links.ts';
import { mcpRoutes } from './routes/mcp.ts';
import { milestoneRoutes } from './routes/milestones.ts';
import { userRoutes } from './routes/users.ts';
import { webhookRoutes } from './routes/webhooks.ts';

/** How long a sender may take for its headers, and for the whole request. */
const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** Node looks for what is overdue only this often. */
const TIMEOUT_CHECK_MS = 1_000;
const KEEP_ALIVE_TIMEOUT_MS = 30_000;
/** A query and a cursor in a URL, each at its longest, percent-encoded. */
const MAX_HEADER_BYTES = 128 * 1024;
const MAX_PARAM_CHARS = 1_000;
/** Callers that are counted at the same time; the one that asked longest ago is forgotten first. */
const MAX_COUNTED = 10_000;
const MINUTE_MS = 60_000;

const ROUTES = [
  issueRoutes,
  commentRoutes,
  labelRoutes,
  milestoneRoutes,
  userRoutes,
  linkRoutes,
  claimRoutes,
  agentRoutes,
  eventRoutes,
  bulkRoutes,
  attachmentRoutes,
  backendRoutes,
  keyRoutes,
  webhookRoutes,
] as const;

/**
 * All of Issue Core over HTTP, but for listening: `serve.ts` does. Closes nothing that it was given.
 *
 * @throws FixpointError BACKEND_UNKNOWN when the default backend is none of the backends
 */
export function createIssueServer(
  ports: IssueServerPorts,
  changes: Partial<IssueServerOptions> = {},
): FastifyInstance {
  const options = { ...DEFAULT_SERVER_OPTIONS, ...changes };
  const { database, now } = ports;
  const keys = createKeyStore(database, now);
  const context = createRouteContext(ports, options, keys);
  context.backend();

  const notFound = createNotFound();
  const handleError = createErrorHandler(ports.log, notFound.answer);
  const app = fastify({
    bodyLimit: options.maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    forceCloseConnections: true,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    clientErrorHandler: answerClientError,
    routerOptions: { maxParamLength: MAX_PARAM_CHARS },
    frameworkErrors: answerUrlError,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler(notFound.answer);
  notFound.watch(app);
  parseBoundedJson(app);
  describeSecurity(app);
  authenticate(app, { keys, apiKey: ports.apiKey, defaultAgent: options.defaultAgent });
  limitRates(app, options);
  replayAnswers(app, createIdempotencyStore(database, now));
  serveOpenApi(app);
  app.register(async (scope: ServerApp) => {
    ingestionRoutes(scope, context);
    mcpRoutes(scope, context);
  });
  app.register(async (scope: ServerApp) => registerAll(scope, context), { prefix: '/api/v1' });
  app.get('/healthz', { schema: { hide: true }, config: { rateLimit: false } }, async () => ({ ok: true }));
  return app;
}

function registerAll(scope: ServerApp, context: RouteContext): void {
  for (const routes of ROUTES) routes(scope, context);
}

function limitRates(app: FastifyInstance, { requestsPerMinute }: IssueServerOptions): void {
  app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: MINUTE_MS,
    cache: MAX_COUNTED,
    keyGenerator: ({ caller, ip }) => (caller === null ? `ip:${ip}` : `key:${caller.keyId}`),
    errorResponseBuilder: (_request, { after }) => new FixpointError('API_RATE_LIMITED', `Wait ${after}.`),
  });
}
