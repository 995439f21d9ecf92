import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Capability } from '../backend/capabilities.ts';
import type { IssueBackend } from '../backend/port.ts';
import { linkSeenFrom, type StoredLink, storedLinkOf } from '../coordination/stored-link.ts';
import type { Link } from '../model/link.ts';
import { found, type MemoryState, requireOwn } from './memory-state.ts';

export function memoryLinks(state: MemoryState): Pick<IssueBackend, 'listLinks' | 'addLink' | 'removeLink'> {
  return {
    async listLinks(issueNumber) {
      found(state.issues.get(issueNumber), `#${issueNumber}`);
      return state.links
        .filter(({ source, target }) => source === issueNumber || target === issueNumber)
        .map((link) => linkSeenFrom(issueNumber, link));
    },
    async addLink(issueNumber, link, options) {
      options?.signal?.throwIfAborted();
      setLink(state, issueNumber, link, true);
    },
    async removeLink(issueNumber, link, options) {
      options?.signal?.throwIfAborted();
      setLink(state, issueNumber, link, false);
    },
  };
}

export function setLink(state: MemoryState, issueNumber: number, link: Link, isThere: boolean): void {
  const stored = storedLinkOf(issueNumber, link);
  requireOwn(state, capabilityOf(stored));
  for (const number of [stored.source, stored.target]) found(state.issues.get(number), `#${number}`);
  const others = state.links.filter((it) => !replaces(stored, it));
  if (isThere && waitsFor(others, stored.target, stored)) {
    throw new FixpointError('LINK_CYCLE', `#${stored.target} waits for #${stored.source} already.`);
  }
  state.links = isThere ? [...others, stored] : state.links.filter((it) => !isSame(it, stored));
}

/** As real trackers do, it sees circles of one kind only. */
function waitsFor(links: readonly StoredLink[], from: number, { source, kind }: StoredLink): boolean {
  if (kind !== 'parent' && kind !== 'blocked_by') return false;
  const seen = new Set([from]);
  for (const issue of seen) {
    for (const link of links) if (link.kind === kind && link.source === issue) seen.add(link.target);
  }
  return seen.has(source);
}

function replaces(added: StoredLink, { source, kind, target }: StoredLink): boolean {
  return source === added.source && kind === added.kind && (target === added.target || kind === 'parent');
}

function isSame(a: StoredLink, b: StoredLink): boolean {
  return a.source === b.source && a.kind === b.kind && a.target === b.target;
}

function capabilityOf({ kind }: StoredLink): Capability {
  switch (kind) {
    case 'parent':
      return 'parent';
    case 'blocked_by':
      return 'blocked-by';
    case 'relates':
      return 'relates';
    case 'duplicates':
      return 'duplicates';
    default:
      return assertNever(kind);
  }
}
