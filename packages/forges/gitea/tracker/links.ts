import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Link } from '@fixpoint/issue-core/model/link.ts';
import { z } from 'zod';
import { allPages } from './all-pages.ts';
import type { TrackerClient } from './client.ts';
import { hasCode } from './errors.ts';
import type { IssueReader } from './issue-reader.ts';
import { type LinkedIssue, LinkedIssues, Repository } from './schema.ts';

/** Gitea has dependencies, and no other links. */
export function linkOperations(
  client: TrackerClient,
  reader: IssueReader,
): Pick<IssueBackend, 'listLinks' | 'addLink' | 'removeLink'> {
  let ownName: string | null = null;

  /** As the server writes it, which compares it letter by letter. */
  async function fullName(): Promise<string> {
    ownName ??= (await client.request({ method: 'GET', path: '', schema: Repository })).full_name;
    return ownName;
  }

  async function ends(number: number, way: 'dependencies' | 'blocks'): Promise<readonly number[]> {
    const path = `/issues/${number}/${way}`;
    const own = await fullName();
    const found = await allPages((query) => client.ask({ method: 'GET', path, query, schema: LinkedIssues }));
    return found.filter((end) => isIssueOf(own, end)).map((end) => end.number);
  }

  async function listLinks(number: number): Promise<readonly Link[]> {
    try {
      const blockers = await reader.on(number, () => ends(number, 'dependencies'));
      const blocked = await ends(number, 'blocks');
      return [
        ...blockers.map((end): Link => ({ kind: 'blocked_by', number: end })),
        ...blocked.map((end): Link => ({ kind: 'blocks', number: end })),
      ];
    } catch (error) {
      // Either there is no such issue, or dependencies are switched off.
      if (!hasCode(error, 'FORGE_NOT_FOUND')) throw error;
      await reader.read(number);
      return [];
    }
  }

  async function write(
    method: 'POST' | 'DELETE',
    { blocked, blocker }: Dependency,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const [owner, repo] = (await fullName()).split('/');
    const path = `/issues/${blocked}/dependencies`;
    const body = { index: blocker, owner, repo };
    await client.request({ method, path, body, schema: z.unknown(), signal });
  }

  /** Gitea answers 500 to a link that is there, or there the other way round, so both are looked for. */
  async function refuseCircle({ blocked, blocker }: Dependency): Promise<'there' | 'missing'> {
    const links = await listLinks(blocked);
    if (links.some(({ kind, number }) => kind === 'blocked_by' && number === blocker)) return 'there';
    const isCircle = links.some(({ kind, number }) => kind === 'blocks' && number === blocker);
    if (!isCircle && blocked !== blocker) return 'missing';
    throw new FixpointError('LINK_CYCLE', `#${blocked} and #${blocker} would block each other.`);
  }

  return {
    listLinks,
    async addLink(issueNumber, link, options = {}) {
      const dependency = dependencyOf(issueNumber, link);
      await reader.on(dependency.blocker, async () => undefined, options.signal);
      if ((await refuseCircle(dependency)) === 'there') return;
      try {
        await write('POST', dependency, options.signal);
      } catch (error) {
        if (hasCode(error, 'FORGE_NOT_FOUND')) {
          await reader.read(dependency.blocked, options.signal);
          await reader.read(dependency.blocker, options.signal);
          throw new FixpointError('UNSUPPORTED', 'Dependencies are switched off in this repository.', {
            cause: error,
          });
        }
        // Somebody else may have made the same link, or its opposite, since we looked.
        if (!hasCode(error, 'FORGE_UNAVAILABLE') || (await refuseCircle(dependency)) === 'missing')
          throw error;
      }
    },
    async removeLink(issueNumber, link, options = {}) {
      if (link.kind !== 'blocks' && link.kind !== 'blocked_by') return;
      const links = await listLinks(issueNumber);
      if (!links.some(({ kind, number }) => kind === link.kind && number === link.number)) return;
      await write('DELETE', dependencyOf(issueNumber, link), options.signal);
    },
  };
}

interface Dependency {
  readonly blocked: number;
  readonly blocker: number;
}

function dependencyOf(issueNumber: number, { kind, number }: Link): Dependency {
  if (kind === 'blocked_by') return { blocked: issueNumber, blocker: number };
  if (kind === 'blocks') return { blocked: number, blocker: issueNumber };
  throw new FixpointError('UNSUPPORTED', `Gitea has no links of the kind ${kind}.`);
}

/** Dependencies may be in other repositories, hidden, or pull requests. */
function isIssueOf(fullName: string, { number, repository, pull_request }: LinkedIssue): boolean {
  return number > 0 && !pull_request && (!repository || repository.full_name === fullName);
}
