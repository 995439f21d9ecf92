import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { LOCAL_CAPABILITIES } from '@fixpoint/issue-core/local/capabilities.ts';
import type { ForgeProfile } from './forge-profile.ts';
import { giteaTracker } from './gitea/tracker/definition.ts';
import { githubTracker } from './github/tracker/definition.ts';
import { gitlabTracker } from './gitlab/tracker/definition.ts';
import { defineTracker, type TrackerDefinition } from './tracker-definition.ts';

/**
 * The forges: a new one is a folder and an entry here. Servers are asked in this order what they are: Gitea has been taken for
 * GitLab by those who ask the other way round.
 */
export const FORGES = [giteaTracker, githubTracker, gitlabTracker] as const;
export type ForgeKind = (typeof FORGES)[number]['kind'];

const local = defineTracker({
  kind: 'local',
  needs: ['path', 'login'],
  capabilities: LOCAL_CAPABILITIES,
  async open({ path, login }) {
    const { openLocalBackend } = await import('@fixpoint/issue-core/local/open-local-backend.ts');
    return openLocalBackend({ path, login });
  },
});

/** Every kind of tracker, by its name. */
export const TRACKERS: ReadonlyMap<string, TrackerDefinition> = new Map(
  [local, ...FORGES].map((definition) => [definition.kind, definition]),
);

/** @throws FixpointError BACKEND_UNKNOWN that names those there are */
export function trackerOf(kind: string): TrackerDefinition {
  return TRACKERS.get(kind) ?? refuseKind(kind);
}

export function profileOf(kind: ForgeKind): ForgeProfile {
  return FORGES.find((forge) => forge.kind === kind)?.profile ?? refuseKind(kind);
}

function refuseKind(kind: string): never {
  const known = [...TRACKERS.keys()].join(', ');
  throw new FixpointError('BACKEND_UNKNOWN', `There is no kind ${kind.slice(0, 80)}; use one of: ${known}.`);
}
