import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

const schema = z.object({
  NODE_ENV: z.string().optional(),
  FIXPOINT_WORKFLOW_BUNDLE: z.string().optional(),
});

/**
 * The file of the prebuilt workflow bundle, or null in development, where it is built from the sources at start.
 *
 * @throws FixpointError INVALID_CONFIG in production without a bundle: building there would run other code than was tested.
 */
export function readWorkflowBundlePath(environment?: Environment): string | null {
  const env = readEnvironment(schema, environment);
  if (env.FIXPOINT_WORKFLOW_BUNDLE) return env.FIXPOINT_WORKFLOW_BUNDLE;
  if (env.NODE_ENV !== 'production') return null;
  throw new FixpointError(
    'INVALID_CONFIG',
    'FIXPOINT_WORKFLOW_BUNDLE: name the prebuilt bundle; production needs one.',
  );
}
