import { z } from 'zod';
import type { GitLabTier } from './capabilities.ts';
import { createGitLabClient, type GitLabClientOptions } from './client.ts';

const Weighed = z.array(z.object({ weight: z.unknown().optional() }));

/**
 * What the licence of a project allows, going by one of its issues: only paid ones have a weight, set or not
 * (docs.gitlab.com/api/issues). Null when the project has no issue yet that could tell.
 *
 * @throws FixpointError as `IssueBackend`
 */
export async function detectGitLabTier(options: GitLabClientOptions): Promise<GitLabTier | null> {
  const client = createGitLabClient(options);
  const query = { per_page: 1 };
  const [issue] = await client.request({ method: 'GET', path: '/issues', query, schema: Weighed });
  if (!issue) return null;
  return 'weight' in issue ? 'paid' : 'free';
}
