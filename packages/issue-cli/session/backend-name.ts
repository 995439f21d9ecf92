import type { BackendDescription } from '../config/resolve-backend.ts';

/** Under which name claims and events of a tracker are kept: the one in the configuration, else where it is. */
export function backendNameOf({ name, ...at }: BackendDescription): string {
  if (name !== null) return name;
  if (!('url' in at)) return 'local';
  return `${at.kind.value}:${new URL(at.url.value).host}/${at.owner.value}/${at.repo.value}`;
}

/** For people: the repository with its server, or the file. */
export function targetOf(description: BackendDescription): string {
  if (!('url' in description)) return description.path.value;
  return `${description.url.value}/${description.owner.value}/${description.repo.value}`;
}
