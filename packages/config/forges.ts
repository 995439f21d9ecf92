import { readFileSync } from 'node:fs';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

/**
 * One configured forge. Each service is given a file of its own that holds only the secrets it may know:
 * ingress `webhookSecret`, the forge fleet `apiToken`, the git fleet `gitToken`.
 */
const ForgeConfig = z.strictObject({
  /** The name that repositories and workflow ids carry, e.g. `github.com`. */
  instance: z.string().regex(/^[a-z0-9.:-]+$/, 'use lower-case letters, digits, dots, colons and dashes'),
  kind: z.enum(['github', 'gitlab', 'gitea']),
  /** The address of the server as the services reach it, without a trailing slash. */
  url: z.url(),
  /** The login of the Fixpoint user: its own comments never trigger it. */
  botLogin: z.string().min(1),
  webhookSecret: z.string().min(16).optional(),
  apiToken: z.string().min(1).optional(),
  gitToken: z.string().min(1).optional(),
});

export type ForgeConfig = z.infer<typeof ForgeConfig>;

const schema = z.object({ FIXPOINT_FORGES_FILE: z.string() });

/**
 * Reads the JSON array of forges from the file that FIXPOINT_FORGES_FILE names.
 *
 * @throws FixpointError INVALID_CONFIG
 */
export function readForges(environment?: Environment): readonly ForgeConfig[] {
  const path = readEnvironment(schema, environment).FIXPOINT_FORGES_FILE;
  const parsed = z.array(ForgeConfig).safeParse(parseFile(path));
  if (parsed.success) return parsed.data;
  throw new FixpointError('INVALID_CONFIG', `${path}: ${z.prettifyError(parsed.error)}`);
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new FixpointError('INVALID_CONFIG', `FIXPOINT_FORGES_FILE: ${path} cannot be read as JSON.`, {
      cause,
    });
  }
}
