import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Issue } from '../model/issue.ts';
import type { Link, LinkKind } from '../model/link.ts';
import type { TrackerContext } from './context.ts';
import { capabilityOfLink } from './support.ts';

const LINK_CAPABILITIES = (['parent', 'blocks', 'relates', 'duplicates'] as const).map(capabilityOfLink);
/** How far a chain of parents and blockers is followed. */
const MAX_FOLLOWED = 500;

/** Links and issues as they are during one operation: each is asked for once. */
export interface LinkReader {
  /** Those of the tracker and those kept beside it, each once. */
  linksOf(number: number): Promise<readonly Link[]>;
  /** Of the issue and of its parents, which inherit to it. */
  isBlocked(number: number): Promise<boolean>;
  /** Whether `from` waits for `to`, through blockers and parents. @throws FixpointError INVALID_INPUT beyond 500 issues */
  waitsFor(from: number, to: number): Promise<boolean>;
  /** Spares asking for what a list has shown. */
  remember(issues: readonly Issue[]): void;
}

export function createLinkReader({ backend, backendName, coordination }: TrackerContext): LinkReader {
  const links = new Map<number, Promise<readonly Link[]>>();
  const closed = new Map<number, Promise<boolean>>();
  const supports = LINK_CAPABILITIES.map((it) => backend.capabilities[it]);
  const hasOwn = supports.some((support) => support === 'native' || support === 'encoded');
  const hasBeside = supports.includes('beside');

  async function readLinks(number: number): Promise<readonly Link[]> {
    const own = hasOwn ? await backend.listLinks(number) : [];
    if (!hasBeside) return own;
    const beside = await coordination.linksAmong(backendName, [number]);
    const all = [...own, ...(beside.get(number) ?? [])];
    return [...new Map(all.map((link) => [`${link.kind} ${link.number}`, link])).values()];
  }

  function linksOf(number: number): Promise<readonly Link[]> {
    const found = links.get(number) ?? readLinks(number);
    links.set(number, found);
    return found;
  }

  async function linked(number: number, kind: LinkKind): Promise<readonly number[]> {
    const all = await linksOf(number);
    return all.flatMap((link) => (link.kind === kind ? [link.number] : []));
  }

  async function readIsClosed(number: number): Promise<boolean> {
    try {
      return (await backend.getIssue(number)).state === 'closed';
    } catch (error) {
      // A blocker that was deleted, or that we may not see, blocks nothing: nobody could ever close it.
      if (isMissing(error)) return true;
      throw error;
    }
  }

  function isClosed(number: number): Promise<boolean> {
    const found = closed.get(number) ?? readIsClosed(number);
    closed.set(number, found);
    return found;
  }

  async function follow(
    from: number,
    kinds: readonly LinkKind[],
    stop: (number: number) => Promise<boolean>,
  ) {
    const seen = new Set([from]);
    for (const number of seen) {
      if (await stop(number)) return true;
      for (const kind of kinds) for (const next of await linked(number, kind)) seen.add(next);
      if (seen.size > MAX_FOLLOWED) {
        const detail = `More than ${MAX_FOLLOWED} issues stand above #${from}; its links cannot be followed.`;
        throw new FixpointError('INVALID_INPUT', detail);
      }
    }
    return false;
  }

  async function hasOpenBlocker(number: number): Promise<boolean> {
    for (const blocker of await linked(number, 'blocked_by')) if (!(await isClosed(blocker))) return true;
    return false;
  }

  return {
    linksOf,
    isBlocked: (number) => follow(number, ['parent'], hasOpenBlocker),
    waitsFor: (from, to) => follow(from, ['parent', 'blocked_by'], async (number) => number === to),
    remember(issues) {
      for (const { number, state } of issues) closed.set(number, Promise.resolve(state === 'closed'));
    },
  };
}

/** Whether the tracker says that there is no such thing. */
export function isMissing(error: unknown): boolean {
  if (!(error instanceof FixpointError)) return false;
  return error.code === 'ISSUE_NOT_FOUND' || error.code === 'FORGE_NOT_FOUND';
}
