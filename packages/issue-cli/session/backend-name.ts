import type { BackendDescription } from '../config/resolve-backend.ts';

/** What a tracker is called: as it is configured, else by what it is. */
export function backendNameOf(description: BackendDescription): string {
  return description.name ?? identityNameOf(description);
}

/**
 * What a tracker is, whatever it is called: its claims and events are kept under it, so that an issue that has two names here
 * has one holder. Those of a local store are in its own file, where it is the only one.
 */
export function identityNameOf(at: BackendDescription): string {
  if ('path' in at) return 'local';
  if ('serverUrl' in at) return `server:${new URL(at.serverUrl.value).host}${remotePart(at.remoteBackend)}`;
  return `${at.kind.value}:${new URL(at.url.value).host}/${at.owner.value}/${at.repo.value}`.toLowerCase();
}

/** For people: the repository with its server, or the file. */
export function targetOf(description: BackendDescription): string {
  if ('path' in description) return description.path.value;
  if ('serverUrl' in description) {
    return `${description.serverUrl.value}${remotePart(description.remoteBackend)}`;
  }
  return `${description.url.value}/${description.owner.value}/${description.repo.value}`;
}

function remotePart(remoteBackend: { readonly value: string } | null): string {
  return remoteBackend === null ? '' : `/${remoteBackend.value}`;
}
