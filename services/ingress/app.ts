import type { WebhookFormat } from '@fixpoint/forges/ports.ts';
import type { Logger } from '@fixpoint/worker-kit/logger.ts';
import { type FastifyInstance, fastify } from 'fastify';
import type { Registry } from 'prom-client';
import type { WebhookForge } from './find-sender.ts';
import { healthRoutes } from './health-routes.ts';
import { createIngressMetrics } from './metrics.ts';
import type { IssueSignals, ProposalIndex, RepositoryRegistry } from './ports.ts';
import { type ReadinessCheck, ReadinessProbe } from './readiness.ts';
import { webhookRoutes } from './webhook-routes.ts';

export interface IngressPorts {
  readonly forges: readonly WebhookForge[];
  /** On an issue it asks for a run, as `/ai` does. */
  readonly triggerLabel: string;
  /** By kind of forge. */
  readonly formats: ReadonlyMap<string, WebhookFormat>;
  readonly repositories: RepositoryRegistry;
  readonly proposals: ProposalIndex;
  readonly signals: IssueSignals;
  /** Named questions to the servers that we depend on. */
  readonly readiness: Readonly<Record<string, ReadinessCheck>>;
  readonly registry: Registry;
  readonly log: Logger;
}

export interface IngressOptions {
  readonly maxBodyBytes: number;
  /** How long the store and Temporal may take, each. Forges wait 5 s or more for an answer. */
  readonly dependencyTimeoutMs: number;
}

export const DEFAULT_INGRESS_OPTIONS: IngressOptions = {
  maxBodyBytes: 1024 ** 2,
  dependencyTimeoutMs: 2_000,
};

/** How long a sender may take for its headers, and for the whole request. */
const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** Node looks for what is overdue only this often. */
const TIMEOUT_CHECK_MS = 1_000;
const KEEP_ALIVE_TIMEOUT_MS = 30_000;
const CONNECTION_TIMEOUT_MS = 60_000;

/** The whole of ingress but for listening; it keeps nothing in memory that Temporal has not accepted. */
export function createIngress(
  ports: IngressPorts,
  options: IngressOptions = DEFAULT_INGRESS_OPTIONS,
): FastifyInstance {
  const app = fastify({
    bodyLimit: options.maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: TIMEOUT_CHECK_MS },
  });
  const { dependencyTimeoutMs } = options;
  const metrics = createIngressMetrics(ports.registry);
  const readiness = new ReadinessProbe(ports.readiness, dependencyTimeoutMs);
  app.register(webhookRoutes, { ...ports, metrics, dependencyTimeoutMs });
  app.register(healthRoutes, { readiness, registry: ports.registry });
  return app;
}
