import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

const schema = z.object({
  FIXPOINT_STACK_TEMPORAL_ADDRESS: z.string(),
  FIXPOINT_STACK_STORE_URL: z.string(),
  FIXPOINT_STACK_GITEA_URL: z.url(),
  FIXPOINT_STACK_GITEA_USER: z.string(),
  FIXPOINT_STACK_GITEA_PASSWORD: z.string(),
  FIXPOINT_STACK_GITEA_TOKEN: z.string(),
  FIXPOINT_STACK_DOCKER_SOCKET: z.string(),
  FIXPOINT_STACK_SANDBOX_IMAGE: z.string(),
});

/** Where the servers of the local stack are: what `./fixpoint test` tells the tests that need them. */
export interface StackConfig {
  readonly temporalAddress: string;
  /** Without a database: tests take one of their own. */
  readonly storeUrl: string;
  readonly giteaUrl: string;
  readonly giteaAdmin: { readonly user: string; readonly password: string; readonly token: string };
  readonly dockerSocketPath: string;
  readonly sandboxImage: string;
}

/** @throws FixpointError INVALID_CONFIG, which says to run the tests through `./fixpoint test`. */
export function readStackConfig(environment?: Environment): StackConfig {
  const env = readEnvironment(schema, environment);
  return {
    temporalAddress: env.FIXPOINT_STACK_TEMPORAL_ADDRESS,
    storeUrl: env.FIXPOINT_STACK_STORE_URL,
    giteaUrl: env.FIXPOINT_STACK_GITEA_URL,
    giteaAdmin: {
      user: env.FIXPOINT_STACK_GITEA_USER,
      password: env.FIXPOINT_STACK_GITEA_PASSWORD,
      token: env.FIXPOINT_STACK_GITEA_TOKEN,
    },
    dockerSocketPath: env.FIXPOINT_STACK_DOCKER_SOCKET,
    sandboxImage: env.FIXPOINT_STACK_SANDBOX_IMAGE,
  };
}

const temporalSchema = z.object({ FIXPOINT_TEMPORAL_EXECUTABLE: z.string() });

/**
 * The program of Temporal's development server, for tests that start one of their own.
 *
 * @throws FixpointError INVALID_CONFIG
 */
export function readTemporalExecutable(environment?: Environment): string {
  return readEnvironment(temporalSchema, environment).FIXPOINT_TEMPORAL_EXECUTABLE;
}
