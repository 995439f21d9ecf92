import { findForge } from '@fixpoint/config/find-forge.ts';
import type { ForgeConfig } from '@fixpoint/config/forges.ts';
import type { SyncedTracker } from '@fixpoint/contracts/sync.ts';
import { createPace, type Pace } from '@fixpoint/forges/http/pace.ts';
import { profileOf, trackerOf } from '@fixpoint/forges/tracker-registry.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';

/** Longer waits are Temporal's: it asks again when the forge said that it may be asked again. */
const MAX_WAIT_MS = 60_000;

/**
 * Opens trackers at the configured forges; all that are open at one forge share its pace.
 *
 * @throws FixpointError FORGE_UNKNOWN, INVALID_CONFIG
 */
export function createTrackers(
  forges: readonly (ForgeConfig & { readonly apiToken: string })[],
): (tracker: SyncedTracker, signal: AbortSignal) => Promise<IssueBackend> {
  const byInstance = new Map(forges.map((forge) => [forge.instance, forge]));
  const paces = new Map<string, Pace>();

  return async ({ forgeInstance, owner, name }, signal) => {
    const { kind, url, apiToken } = findForge(byInstance, forgeInstance);
    const definition = trackerOf(kind);
    const pace = paces.get(forgeInstance) ?? createPace(definition.pace);
    paces.set(forgeInstance, pace);
    const fields = { url: profileOf(kind).apiAddressOf(url), owner, repo: name, token: apiToken };
    return definition.open(fields, { pace, signal, maxWaitMs: MAX_WAIT_MS });
  };
}
