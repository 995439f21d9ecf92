import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Link, LinkKind } from '@fixpoint/issue-core/model/link.ts';
import { z } from 'zod';
import type { GitLabTier } from './capabilities.ts';
import type { GitLabClient } from './client.ts';
import { hasCode } from './errors.ts';
import type { IssueReader } from './issue-reader.ts';
import { LinkedIssues } from './schema.ts';
import type { Visibility } from './visibility.ts';

type LinkType = 'relates_to' | 'blocks' | 'is_blocked_by';
interface NativeLink extends Link {
  readonly linkId: number;
}

const KINDS: ReadonlyMap<string, LinkKind> = new Map([
  ['relates_to', 'relates'],
  ['blocks', 'blocks'],
  ['is_blocked_by', 'blocked_by'],
]);
/** The words in which GitLab says so (`IssueLinks::CreateService`; the community edition does not know the parameter). */
const NEEDS_LICENCE = /subscription tier|current license|link_type does not have a valid value/i;

/** Two issues have one relation at most; that one blocks the other needs a licence (docs.gitlab.com/api/issue_links). */
export function linkOperations(
  client: GitLabClient,
  reader: IssueReader,
  visibility: Visibility,
  tier: GitLabTier,
): Pick<IssueBackend, 'listLinks' | 'addLink' | 'removeLink'> {
  async function read(issueNumber: number, signal?: AbortSignal) {
    const { project_id: projectId } = await reader.read(issueNumber, signal);
    const path = `/issues/${issueNumber}/links`;
    const found = await client.request({ method: 'GET', path, schema: LinkedIssues, signal });
    const links = found.flatMap((issue): readonly NativeLink[] => {
      const kind = KINDS.get(issue.link_type);
      // The number of an issue elsewhere would mean another one here.
      if (!kind || issue.project_id !== projectId || !visibility.shows(issue)) return [];
      return [{ kind, number: issue.iid, linkId: issue.issue_link_id }];
    });
    return { projectId, links };
  }

  /** Whether it is there already. @throws FixpointError LINK_CYCLE, FORGE_REFUSED when another relation is in its place */
  function isThere(issueNumber: number, link: Link, links: readonly Link[]): boolean {
    const present = links.find(({ number }) => number === link.number);
    if (!present) return false;
    if (present.kind === link.kind) return true;
    if (present.kind !== 'relates' && link.kind !== 'relates') throw circle(issueNumber, link.number);
    throw new FixpointError(
      'FORGE_REFUSED',
      `#${issueNumber} ${present.kind} #${link.number} already, and GitLab keeps one relation of two issues.`,
    );
  }

  return {
    async listLinks(issueNumber) {
      const { links } = await read(issueNumber);
      return links.map(({ kind, number }) => ({ kind, number }));
    },
    async addLink(issueNumber, link, { signal } = {}) {
      const linkType = linkTypeOf(link.kind, tier);
      if (issueNumber === link.number) throw circle(issueNumber, link.number);
      const { projectId, links } = await read(issueNumber, signal);
      await reader.read(link.number, signal);
      if (isThere(issueNumber, link, links)) return;
      const path = `/issues/${issueNumber}/links`;
      const body = { target_project_id: projectId, target_issue_iid: link.number, link_type: linkType };
      try {
        await client.request({ method: 'POST', path, body, schema: z.unknown(), signal });
      } catch (error) {
        if (linkType !== 'relates_to' && hasCode(error, 'FORGE_FORBIDDEN', 'FORGE_REFUSED')) {
          if (NEEDS_LICENCE.test(error.message)) throw needsLicence(error);
        }
        // Somebody else may have made the same link since we looked.
        if (!hasCode(error, 'FORGE_REFUSED')) throw error;
        if (!isThere(issueNumber, link, (await read(issueNumber, signal)).links)) throw error;
      }
    },
    async removeLink(issueNumber, link, { signal } = {}) {
      const { links } = await read(issueNumber, signal);
      const present = links.find(({ kind, number }) => kind === link.kind && number === link.number);
      if (!present) return;
      const path = `/issues/${issueNumber}/links/${present.linkId}`;
      await client.request({ method: 'DELETE', path, schema: z.unknown(), signal });
    },
  };
}

/** @throws FixpointError UNSUPPORTED */
function linkTypeOf(kind: LinkKind, tier: GitLabTier): LinkType {
  switch (kind) {
    case 'relates':
      return 'relates_to';
    case 'blocks':
    case 'blocked_by':
      if (tier === 'free') throw needsLicence();
      return kind === 'blocks' ? 'blocks' : 'is_blocked_by';
    case 'parent':
    case 'child':
    case 'duplicates':
    case 'duplicated_by':
      throw new FixpointError('UNSUPPORTED', `REST has no link "${kind}" in GitLab; it is kept beside.`);
    default:
      return assertNever(kind);
  }
}

function needsLicence(cause?: unknown): FixpointError {
  const detail = 'That an issue blocks another needs GitLab Premium; without, it is kept beside.';
  return new FixpointError('UNSUPPORTED', detail, { cause });
}

function circle(from: number, to: number): FixpointError {
  return new FixpointError('LINK_CYCLE', `#${to} is linked with #${from} the other way round, or is it.`);
}
