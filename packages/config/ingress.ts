import { DEFAULT_RUN_LIMITS, type RunLimits } from '@fixpoint/contracts/limits.ts';
import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

const limits = DEFAULT_RUN_LIMITS;

const ingressSchema = z.object({
  FIXPOINT_INGRESS_HOST: z.string().default('127.0.0.1'),
  FIXPOINT_INGRESS_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  FIXPOINT_INGRESS_MAX_BODY_BYTES: wholeNumber(1_024, 25 * 1024 ** 2, 1024 ** 2),
  FIXPOINT_TRIGGER_LABEL: z.string().trim().min(1).max(50).default('fixpoint'),
  FIXPOINT_MAX_ATTEMPTS: wholeNumber(1, 10, limits.maxAttempts),
  FIXPOINT_MAX_TURNS_PER_ATTEMPT: wholeNumber(1, 500, limits.maxTurnsPerAttempt),
  FIXPOINT_MAX_COST_USD: z.coerce.number().positive().max(1_000).default(limits.maxCostUsd),
  FIXPOINT_ATTEMPT_TIMEOUT_MS: wholeNumber(1_000, 24 * 60 * 60_000, limits.attemptTimeoutMs),
  FIXPOINT_COMMAND_TIMEOUT_MS: wholeNumber(1_000, 60 * 60_000, limits.commandTimeoutMs),
  FIXPOINT_SANDBOX_MEMORY_BYTES: wholeNumber(64 * 1024 ** 2, 1024 ** 4, limits.memoryBytes),
  FIXPOINT_SANDBOX_CPUS: z.coerce.number().positive().max(256).default(limits.cpus),
  FIXPOINT_SANDBOX_PIDS: wholeNumber(16, 65_536, limits.pids),
});

export interface IngressConfig {
  readonly host: string;
  /** 0 means any free one. */
  readonly port: number;
  readonly maxBodyBytes: number;
  /** On an issue it asks for a run, as `/ai` does. */
  readonly triggerLabel: string;
  /** What every run started from here may use. */
  readonly runLimits: RunLimits;
}

/** @throws FixpointError INVALID_CONFIG */
export function readIngressConfig(environment?: Environment): IngressConfig {
  const env = readEnvironment(ingressSchema, environment);
  return {
    host: env.FIXPOINT_INGRESS_HOST,
    port: env.FIXPOINT_INGRESS_PORT,
    maxBodyBytes: env.FIXPOINT_INGRESS_MAX_BODY_BYTES,
    triggerLabel: env.FIXPOINT_TRIGGER_LABEL,
    runLimits: {
      maxAttempts: env.FIXPOINT_MAX_ATTEMPTS,
      maxTurnsPerAttempt: env.FIXPOINT_MAX_TURNS_PER_ATTEMPT,
      maxCostUsd: env.FIXPOINT_MAX_COST_USD,
      attemptTimeoutMs: env.FIXPOINT_ATTEMPT_TIMEOUT_MS,
      commandTimeoutMs: env.FIXPOINT_COMMAND_TIMEOUT_MS,
      memoryBytes: env.FIXPOINT_SANDBOX_MEMORY_BYTES,
      cpus: env.FIXPOINT_SANDBOX_CPUS,
      pids: env.FIXPOINT_SANDBOX_PIDS,
    },
  };
}

function wholeNumber(min: number, max: number, byDefault: number) {
  return z.coerce.number().int().min(min).max(max).default(byDefault);
}
