import { FixpointError } from '@fixpoint/contracts/errors.ts';
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
 * The tracker itself knows nothing of claims, so a lease that ends between this check and the write is not seen.
 *
 * @throws FixpointError CLAIM_LOST for a stale token; CLAIM_HELD for another's token, or another's work
 */
export async function checkWrite(
  context: TrackerContext,
  number: number,
  kind: WriteKind,
  { fencingToken }: TrackerWrite = {},
): Promise<void> {
  const { coordination, agent } = context;
  const key = keyOf(context, number);
  if (fencingToken === undefined && kind === 'remark') return;
  const claim =
    fencingToken === undefined
      ? await coordination.claimOf(key)
      : await coordination.checkToken({ ...key, token: fencingToken });
  if (claim === null || claim.agent === agent) return;
  const detail = `#${number} is held by ${claim.agent} until ${claim.expiresAt}; ${agent} may comment on it.`;
  throw new FixpointError('CLAIM_HELD', detail);
}
