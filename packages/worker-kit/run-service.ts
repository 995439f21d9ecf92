import type { ServiceConfig } from '@fixpoint/config/service.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { activityInterceptors } from './activity-interceptors.ts';
import { startHealthServer } from './health-server.ts';
import { createLogger, type Logger } from './logger.ts';
import { createActivityMetrics, createRegistry } from './metrics.ts';
import { temporalLogger } from './temporal-logger.ts';

export interface ServiceParts {
  /** One worker per task queue; most services have one. */
  readonly workers: readonly Pick<
    WorkerOptions,
    | 'taskQueue'
    | 'activities'
    | 'workflowBundle'
    | 'maxConcurrentActivityTaskExecutions'
    | 'maxCachedWorkflows'
  >[];
  /** Rejects with what is wrong while a server that the service needs does not answer. */
  readonly ready: () => Promise<void>;
  /** Releases what `wire` opened, after the last activity has ended. */
  readonly close: () => Promise<void>;
}

export interface ServiceContext {
  readonly config: ServiceConfig;
  readonly logger: Logger;
  readonly connection: NativeConnection;
}

/** Running activities are told to end this long after a shutdown begins. */
const SHUTDOWN_GRACE_MS = 10_000;
/** A cancellation reaches an activity with its heartbeat, so this bounds how late `/ai stop` arrives. */
const HEARTBEAT_THROTTLE_MS = 1_000;
const CONNECT_TIMEOUT_MS = 30_000;

/**
 * The life of a worker process: connect, wire, poll until SIGINT or SIGTERM, let activities end, release.
 * Resolves when the process may exit; rejects when a worker fails, so that the process ends with an error.
 */
export async function runService(
  service: string,
  config: ServiceConfig,
  wire: (context: ServiceContext) => Promise<ServiceParts>,
): Promise<void> {
  const logger = createLogger(service, config.logLevel);
  Runtime.install({ logger: temporalLogger(logger) });
  const connection = await connect(config.temporalAddress);
  const parts = await wire({ config, logger, connection });
  const registry = createRegistry(service);
  const metrics = createActivityMetrics(registry);
  const workers = await Promise.all(
    parts.workers.map((options) =>
      Worker.create({
        connection,
        namespace: config.temporalNamespace,
        shutdownGraceTime: SHUTDOWN_GRACE_MS,
        shutdownForceTime: 2 * SHUTDOWN_GRACE_MS,
        maxHeartbeatThrottleInterval: HEARTBEAT_THROTTLE_MS,
        ...(config.maxConcurrentActivities === undefined
          ? {}
          : { maxConcurrentActivityTaskExecutions: config.maxConcurrentActivities }),
        ...options,
        interceptors: { activity: [(context) => activityInterceptors(context, metrics)] },
      }),
    ),
  );
  const health = await startHealthServer({
    host: config.healthHost,
    port: config.healthPort,
    registry,
    ready: async () => {
      const idle = workers.find((worker) => worker.getState() !== 'RUNNING');
      if (idle) throw new FixpointError('WORKER_NOT_POLLING', `It is ${idle.getState()}.`);
      await parts.ready();
    },
  });
  logger.info({ queues: parts.workers.map((worker) => worker.taskQueue) }, 'polling');
  try {
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    health.close();
    await parts.close();
    await connection.close();
  }
}

async function connect(address: string): Promise<NativeConnection> {
  const deadline = Date.now() + CONNECT_TIMEOUT_MS;
  for (;;) {
    try {
      return await NativeConnection.connect({ address });
    } catch (cause) {
      if (Date.now() > deadline) {
        throw new FixpointError('TEMPORAL_UNAVAILABLE', `Nothing answers at ${address}.`, { cause });
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
