import type { GitLabTier } from './capabilities.ts';
import type { GitLabClientOptions } from './client.ts';
import { detectGitLabTier } from './detect-tier.ts';

/** Keeps what was found out of a project, so that it is asked once and not by every process. */
export interface TierMemory {
  /** Null when it has to be asked. */
  read(projectUrl: string): Promise<GitLabTier | null>;
  keep(projectUrl: string, tier: GitLabTier): Promise<void>;
}

/**
 * What the licence of a project allows, by one request unless it is remembered. A project without issues says nothing: it is
 * taken as free, which works everywhere, and asked again the next time.
 *
 * @throws FixpointError as `IssueBackend`: a tracker that was paid yesterday is not free because it does not answer
 */
export async function findGitLabTier(
  options: GitLabClientOptions & { readonly url: string },
  memory: TierMemory | null,
): Promise<GitLabTier> {
  const projectUrl = `${options.url.replace(/\/+$/, '')}/${options.project}`;
  const known = await memory?.read(projectUrl);
  if (known) return known;
  const found = await detectGitLabTier(options);
  if (found) await memory?.keep(projectUrl, found);
  return found ?? 'free';
}
