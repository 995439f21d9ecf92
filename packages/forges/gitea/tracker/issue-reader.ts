import type { TrackerClient } from './client.ts';
import { hasCode, notFound } from './errors.ts';
import { Issue } from './schema.ts';

export interface IssueReader {
  /** @throws FixpointError FORGE_NOT_FOUND, also for the number of a pull request */
  read(number: number, signal?: AbortSignal): Promise<Issue>;
  /**
   * Does something that Gitea would do to a pull request as well, or answer with 500 where there is no issue (as
   * `ListIssueComments` and `CreateIssueComment` of `routers/api/v1/repo/issue_comment.go` do).
   */
  on<T>(number: number, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** What was seen to be an issue stays one, so it is asked for once. */
const MAX_KNOWN = 20_000;

export function createIssueReader(client: TrackerClient): IssueReader {
  const known = new Set<number>();

  async function read(number: number, signal?: AbortSignal): Promise<Issue> {
    if (!Number.isSafeInteger(number) || number < 1) throw notFound(`issue ${number}`);
    const issue = await client.request({ method: 'GET', path: `/issues/${number}`, schema: Issue, signal });
    if (issue.pull_request) throw notFound(`issue ${number}; it is a pull request`);
    if (known.size >= MAX_KNOWN) known.clear();
    known.add(number);
    return issue;
  }

  return {
    read,
    async on(number, work, signal) {
      if (!known.has(number)) await read(number, signal);
      try {
        return await work();
      } catch (error) {
        if (!hasCode(error, 'FORGE_UNAVAILABLE', 'FORGE_NOT_FOUND')) throw error;
        known.delete(number);
        await read(number, signal);
        throw error;
      }
    },
  };
}
