import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { ClaimOptions, Tracker } from './api.ts';
import { keyOf, type TrackerContext } from './context.ts';
import { readyIssues } from './ready.ts';
import { checkWrite } from './write-rule.ts';

type ClaimOperations = Pick<
  Tracker,
  'ready' | 'claim' | 'heartbeat' | 'release' | 'claims' | 'claimOf' | 'defer'
>;

export function claimOperations(context: TrackerContext): ClaimOperations {
  const { backend, backendName, coordination, agent } = context;

  /** Nobody works on a closed issue; but whoever must open it again can take it from somebody who still holds it. */
  async function refuseClosed(number: number, { takeover = false }: ClaimOptions): Promise<void> {
    const claim = await coordination.claimOf(keyOf(context, number));
    const isAnothers = claim !== null && claim.agent !== agent;
    if (isAnothers && takeover) return;
    const advice = isAnothers ? ` ${claim.agent} holds it until ${claim.expiresAt}: take it over first.` : '';
    throw new FixpointError('INVALID_INPUT', `#${number} is closed.${advice}`);
  }

  return {
    async ready(options = {}) {
      if (options.claim && context.readOnly) throw new FixpointError('READ_ONLY', 'ready with a claim.');
      return readyIssues(context, options);
    },
    async claim(number, options = {}) {
      const { state } = await backend.getIssue(number);
      if (state === 'closed') await refuseClosed(number, options);
      return coordination.claim({ ...keyOf(context, number), agent, ...options });
    },
    async heartbeat(number, token) {
      await checkWrite(context, number, 'work', { fencingToken: token });
      return coordination.heartbeat({ ...keyOf(context, number), token });
    },
    async release(number, token) {
      const key = keyOf(context, number);
      const claim = await coordination.claimOf(key);
      // Tokens are small numbers, easily mistaken for one's own.
      if (claim?.token === token) await checkWrite(context, number, 'work', { fencingToken: token });
      return coordination.release({ ...key, token });
    },
    claims: () => coordination.listClaims(backendName),
    claimOf: (number) => coordination.claimOf(keyOf(context, number)),
    async defer(number, until, write = {}) {
      const allowed = await checkWrite(context, number, 'remark', write);
      await backend.getIssue(number);
      await coordination.defer(keyOf(context, number), until, agent, allowed);
    },
  };
}
