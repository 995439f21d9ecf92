import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

const schema = z.object({
  FIXPOINT_TEST_SEEDS: z.coerce.number().int().min(1).max(1_000_000).optional(),
  FIXPOINT_TEST_SEED: z.coerce.number().int().optional(),
});

/** How often long property tests run. */
export interface PropertyTestConfig {
  /** The number of seeds; undefined for what the test itself finds enough for every day. */
  readonly seeds: number | undefined;
  /** The first one, to repeat a failure; undefined for a random one. */
  readonly seed: number | undefined;
}

/** What `./fixpoint test … --seeds N --seed S` says. @throws FixpointError INVALID_CONFIG */
export function readPropertyTests(environment?: Environment): PropertyTestConfig {
  const env = readEnvironment(schema, environment);
  return { seeds: env.FIXPOINT_TEST_SEEDS, seed: env.FIXPOINT_TEST_SEED };
}
