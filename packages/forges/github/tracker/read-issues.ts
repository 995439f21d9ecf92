import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import type { Answered, GitHubClient } from './client.ts';
import type { ListParameters } from './list-request.ts';
import { Issue } from './schema.ts';
import { isPullRequest } from './to-issue.ts';

const Issues = z.array(Issue);

/** @throws FixpointError FORGE_NOT_FOUND also for the number of a pull request */
export async function readIssue(client: GitHubClient, number: number, signal?: AbortSignal): Promise<Issue> {
  const { data } = await client.call(
    `read #${number}`,
    Issue,
    ({ issues }, repository) => issues.get({ ...repository, issue_number: number }),
    signal,
  );
  if (isPullRequest(data)) throw new FixpointError('FORGE_NOT_FOUND', `#${number} is a pull request.`);
  return data;
}

/** Pull requests among them. */
export function readIssues(
  client: GitHubClient,
  parameters: ListParameters & { readonly page: number },
): Promise<Answered<readonly Issue[]>> {
  return client.call('list issues', Issues, ({ issues }, repository) =>
    issues.listForRepo({ ...repository, ...parameters }),
  );
}
