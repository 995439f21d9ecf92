import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

const port = z.coerce.number().int().min(0).max(65_535);

/** What every process needs. Ports of 0 mean any free one. */
const serviceSchema = z.object({
  FIXPOINT_TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  FIXPOINT_TEMPORAL_NAMESPACE: z.string().default('default'),
  FIXPOINT_STORE_URL: z.string().default('mongodb://127.0.0.1:27017/fixpoint'),
  FIXPOINT_HEALTH_HOST: z.string().default('127.0.0.1'),
  FIXPOINT_HEALTH_PORT: port.default(0),
  FIXPOINT_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  FIXPOINT_MAX_CONCURRENT_ACTIVITIES: z.coerce.number().int().min(1).max(1_000).optional(),
});

export interface ServiceConfig {
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  /** A MongoDB connection string whose path names the database; each fleet has a user of its own. */
  readonly storeUrl: string;
  readonly healthHost: string;
  readonly healthPort: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly maxConcurrentActivities: number | undefined;
}

/** @throws FixpointError INVALID_CONFIG */
export function readServiceConfig(environment?: Environment): ServiceConfig {
  const env = readEnvironment(serviceSchema, environment);
  return {
    temporalAddress: env.FIXPOINT_TEMPORAL_ADDRESS,
    temporalNamespace: env.FIXPOINT_TEMPORAL_NAMESPACE,
    storeUrl: env.FIXPOINT_STORE_URL,
    healthHost: env.FIXPOINT_HEALTH_HOST,
    healthPort: env.FIXPOINT_HEALTH_PORT,
    logLevel: env.FIXPOINT_LOG_LEVEL,
    maxConcurrentActivities: env.FIXPOINT_MAX_CONCURRENT_ACTIVITIES,
  };
}
