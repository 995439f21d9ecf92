import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

const schema = z.object({
  FIXPOINT_REPLAY_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  FIXPOINT_REPLAY_CASSETTES: z.string(),
  FIXPOINT_REPLAY_LATENCY_MS: z.coerce.number().int().min(0).max(60_000).default(0),
  FIXPOINT_REPLAY_RECORD: z.enum(['0', '1']).default('0'),
});

export interface ReplayConfig {
  /** 0 means any free one. */
  readonly port: number;
  readonly cassettesFolder: string;
  readonly latencyMs: number;
  /** Take every request of a known turn, and write it into the cassettes on shutdown. */
  readonly record: boolean;
}

/** @throws FixpointError INVALID_CONFIG */
export function readReplayConfig(environment?: Environment): ReplayConfig {
  const env = readEnvironment(schema, environment);
  return {
    port: env.FIXPOINT_REPLAY_PORT,
    cassettesFolder: env.FIXPOINT_REPLAY_CASSETTES,
    latencyMs: env.FIXPOINT_REPLAY_LATENCY_MS,
    record: env.FIXPOINT_REPLAY_RECORD === '1',
  };
}
