import { createHash } from 'node:crypto';

/** What a container or volume is for. */
export type Role = 'agent' | 'helper' | 'check' | 'work' | 'mirror';

const LABEL_INSTANCE = 'fixpoint.instance';
const LABEL_WORKSPACE = 'fixpoint.workspace';
const LABEL_ROLE = 'fixpoint.role';

/** The workspace of an attempt: the same on every host, other in every installation. */
export function workspaceId(instance: string, runId: string, attempt: number): string {
  return digest(`${instance}\n${runId}\n${attempt}`);
}

/** The volume that holds a repository's objects; it outlives runs. */
export function mirrorVolumeName(instance: string, repositoryKey: string): string {
  return `fixpoint-mirror-${digest(`${instance}\n${repositoryKey}`)}`;
}

export function resourceName(workspace: string, role: Role, suffix = ''): string {
  return `fixpoint-${workspace}-${role}${suffix}`;
}

export function labels(instance: string, role: Role, workspace: string | null): Record<string, string> {
  const base = { [LABEL_INSTANCE]: instance, [LABEL_ROLE]: role };
  return workspace === null ? base : { ...base, [LABEL_WORKSPACE]: workspace };
}

/** A filter for the engine's lists: an installation's own, of one workspace or of all. */
export function labelFilter(instance: string, workspace: string | null): { label: string[] } {
  const filter = [`${LABEL_INSTANCE}=${instance}`];
  return { label: workspace === null ? filter : [...filter, `${LABEL_WORKSPACE}=${workspace}`] };
}

export function workspaceOf(found: Readonly<Record<string, string>> | undefined | null): string | null {
  return found?.[LABEL_WORKSPACE] ?? null;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
