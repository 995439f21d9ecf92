import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { meaningOfLabel } from '@fixpoint/issue-core/model/encoded-labels.ts';
import type { IssueChange } from '@fixpoint/issue-core/model/issue.ts';
import { z } from 'zod';
import type { GitHubClient } from './client.ts';
import { IssueType } from './schema.ts';

const NO_TYPES: readonly string[] = [];

export interface IssueTypes {
  /** The types that may be set natively; asked for only when a change is about a type at all. */
  forChange(change: IssueChange, nativeType: string | null): Promise<readonly string[]>;
}

/** Types belong to organisations: the repository of a person, and an older Enterprise server, answer 404. */
export function issueTypes(client: GitHubClient): IssueTypes {
  let known: Promise<readonly string[]> | null = null;

  async function read(): Promise<readonly string[]> {
    try {
      const { data } = await client.call('list issue types', z.array(IssueType), (_, repository, request) =>
        request('GET /repos/{owner}/{repo}/issue-types', { ...repository }),
      );
      return data.filter(({ is_enabled }) => is_enabled !== false).map(({ name }) => name);
    } catch (error) {
      if (error instanceof FixpointError && error.code === 'FORGE_NOT_FOUND') return NO_TYPES;
      throw error;
    }
  }

  return {
    async forChange(change, nativeType) {
      const labels = [...(change.addLabels ?? []), ...(change.removeLabels ?? [])];
      const isAsked =
        change.type !== undefined || labels.some((name) => meaningOfLabel(name).field === 'type');
      if (!isAsked || (change.type === null && nativeType === null)) return NO_TYPES;
      known ??= read().catch((error: unknown) => {
        known = null;
        throw error;
      });
      return known;
    },
  };
}
