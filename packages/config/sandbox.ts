import { z } from 'zod';
import { type EngineAddress, engineAddress } from './engine-address.ts';
import { type Environment, readEnvironment } from './read-environment.ts';

const schema = z.object({
  DOCKER_HOST: z
    .string()
    .regex(
      /^(unix|tcp|http|https):\/\//,
      'give an address like unix:///var/run/docker.sock or tcp://HOST:2375',
    )
    .default('unix:///var/run/docker.sock'),
  FIXPOINT_SANDBOX_IMAGE: z.string(),
  FIXPOINT_SANDBOX_HELPER_IMAGE: z.string().optional(),
  FIXPOINT_SANDBOX_INSTANCE: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'use lower-case letters, digits and dashes')
    .default('fixpoint'),
  FIXPOINT_SANDBOX_WORKSPACES: z.coerce.number().int().min(1).max(1_000).default(4),
});

export interface SandboxConfig {
  readonly engine: EngineAddress;
  /** The environment that agents work in. */
  readonly image: string;
  /** Needs git; the environment's own image by default. */
  readonly helperImage: string;
  /** Labels containers and volumes, so that installations that share an engine do not meet. */
  readonly instance: string;
  /** How many workspaces this host holds at once: its memory divided by a container's limit. */
  readonly maxWorkspaces: number;
}

/** @throws FixpointError INVALID_CONFIG */
export function readSandboxConfig(environment?: Environment): SandboxConfig {
  const env = readEnvironment(schema, environment);
  return {
    engine: engineAddress(env.DOCKER_HOST),
    image: env.FIXPOINT_SANDBOX_IMAGE,
    helperImage: env.FIXPOINT_SANDBOX_HELPER_IMAGE ?? env.FIXPOINT_SANDBOX_IMAGE,
    instance: env.FIXPOINT_SANDBOX_INSTANCE,
    maxWorkspaces: env.FIXPOINT_SANDBOX_WORKSPACES,
  };
}
