import type { GitLabClient } from './client.ts';
import { notFound } from './errors.ts';
import { Issue } from './schema.ts';
import type { Visibility } from './visibility.ts';

export interface IssueReader {
  /** @throws FixpointError FORGE_NOT_FOUND; FORGE_FORBIDDEN when it is confidential and those are left out */
  read(number: number, signal?: AbortSignal): Promise<Issue>;
}

export function createIssueReader(client: GitLabClient, visibility: Visibility): IssueReader {
  return {
    async read(number, signal) {
      if (!Number.isSafeInteger(number) || number < 1) throw notFound(`issue ${number}`);
      const issue = await client.request({ method: 'GET', path: `/issues/${number}`, schema: Issue, signal });
      visibility.check(issue);
      return issue;
    },
  };
}
