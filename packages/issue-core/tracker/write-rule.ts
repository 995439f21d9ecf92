import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { WriteOptions } from '../backend/port.ts';
import type { Claim } from '../coordination/port.ts';
import type { TrackerWrite } from './api.ts';
import { keyOf, type TrackerContext } from './context.ts';

/**
 * `work` is what whoever works on an issue relies on: its state, why it was closed, its assignees, and that it is there.
 * `remark` is everything else: texts, comments, labels, type, priority, milestone, links, attachments, deferral, notes.
 */
export type WriteKind = 'work' | 'remark';

/**
 * Who may write to an issue that is claimed, the only rule about it:
 * - With a fencing token: only under the claim that holds the issue now, and only its holder; a token that was overtaken,
 *   ran out or was given back is refused for every write, so that an agent which was away learns it before it does harm.
 * - Without one: the holder may do everything, and so may everybody while nobody holds the issue. While somebody else holds
 *   it, people and agents may make remarks, but not touch the work; who must, takes the claim over first.
 *
 * It is checked at once, and again by whoever is given the answer as the options of the write, if it keeps others from
 * writing meanwhile (`precondition`). Coordination and a local store in one file do, so that no claim is lost unseen. A forge
 * cannot: a lease that ends between this check and the write is not seen there. Nor is it, for a moment, at a local store
 * whose claims are kept in another file, which nobody locks while it writes.
 *
 * @throws FixpointError CLAIM_LOST for a stale token; CLAIM_HELD for another's token, or another's work
 */
export async function checkWrite(
  context: TrackerContext,
  number: number,
  kind: WriteKind,
  write: TrackerWrite = {},
): Promise<WriteOptions> {
  const { coordination, agent } = context;
  const { fencingToken } = write;
  const options = writeOptions(write);
  if (fencingToken === undefined && kind === 'remark') return options;
  const key = keyOf(context, number);
  const [claim, claimNow] =
    fencingToken === undefined
      ? [await coordination.claimOf(key), () => coordination.atOnce.claimOf(key)]
      : [
          await coordination.checkToken({ ...key, token: fencingToken }),
          () => coordination.atOnce.checkToken({ ...key, token: fencingToken }),
        ];
  refuseOthers(claim, agent);
  return { ...options, precondition: () => refuseOthers(claimNow(), agent) };
}

/** Of a write to what nobody can have claimed. */
export function writeOptions({ operationId, signal }: TrackerWrite): WriteOptions {
  return { ...(operationId === undefined ? {} : { operationId }), ...(signal ? { signal } : {}) };
}

function refuseOthers(claim: Claim | null, agent: string): void {
  if (claim === null || claim.agent === agent) return;
  const detail = `#${claim.issue} is held by ${claim.agent} until ${claim.expiresAt}; ${agent} may comment on it.`;
  throw new FixpointError('CLAIM_HELD', detail);
}
