import type { SandboxPorts } from '@fixpoint/activities-sandbox/ports.ts';
import { type OrphanSweep, removeOrphans } from '@fixpoint/activities-sandbox/remove-orphans.ts';
import type { Workspaces } from '@fixpoint/activities-sandbox/workspace/workspaces.ts';
import type { Logger } from '@fixpoint/worker-kit/logger.ts';

const SWEEP_INTERVAL_MS = 60_000;
/** A retry of a step on this host takes a workspace over sooner than that. */
const GRACE_MS = 10 * 60_000;

/** Removes, from time to time, what workers that died left on this host's engine. */
export function startJanitor(
  ports: SandboxPorts,
  workspaces: Workspaces,
  logger: Logger,
): { stop(): Promise<void> } {
  let orphanedSince: OrphanSweep['orphanedSince'] = new Map();
  let sweeping: Promise<void> = Promise.resolve();
  const sweep = async () => {
    try {
      const result = await removeOrphans(ports, (id) => workspaces.has(id), orphanedSince, GRACE_MS);
      orphanedSince = result.orphanedSince;
      if (result.removed.length > 0)
        logger.warn({ workspaces: result.removed }, 'removed orphaned workspaces');
    } catch (error) {
      logger.error({ err: error }, 'orphaned workspaces were not removed; the next sweep tries again');
    }
  };
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweep);
  }, SWEEP_INTERVAL_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await sweeping;
    },
  };
}
