import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

const schema = z.object({ FIXPOINT_GIT_ROOT: z.string().startsWith('/', 'give an absolute path') });

/**
 * The folder of the git fleet's mirrors; nobody else needs to see it, and losing it costs only time.
 *
 * @throws FixpointError INVALID_CONFIG
 */
export function readGitRoot(environment?: Environment): string {
  return readEnvironment(schema, environment).FIXPOINT_GIT_ROOT;
}
