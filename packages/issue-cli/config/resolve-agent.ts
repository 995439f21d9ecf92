import { readIssueEnvironment } from '@fixpoint/config/issue-cli.ts';
import type { Environment } from '@fixpoint/config/read-environment.ts';
import type { Sourced } from './backend-fields.ts';
import { configPathOf, readRepositoryConfig } from './repository-config.ts';
import { findRepositoryRoot } from './repository-root.ts';

/**
 * Under which name claims are made and comments are signed; null when nobody said.
 *
 * @throws FixpointError INVALID_CONFIG
 */
export async function resolveAgent(
  cwd: string,
  flag: string | undefined,
  environment?: Environment,
): Promise<Sourced<string> | null> {
  if (flag !== undefined) return { value: flag, from: 'flag', source: '--agent' };
  const { agent } = readIssueEnvironment(environment);
  if (agent !== undefined) return { value: agent, from: 'environment', source: 'ISSUE_CORE_AGENT' };
  const root = findRepositoryRoot(cwd).path;
  const configured = (await readRepositoryConfig(root))?.agent;
  return configured === undefined ? null : { value: configured, from: 'config', source: configPathOf(root) };
}
