import type { IssueEnvironment } from '@fixpoint/config/issue-cli.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { GitLabTier } from '@fixpoint/forges/gitlab/tracker/capabilities.ts';
import { BACKEND_KINDS, type BackendConfig, type BackendKind } from './repository-config.ts';
import { toWebAddress } from './web-address.ts';

/** A value, and where it came from. */
export interface Sourced<T> {
  readonly value: T;
  readonly from: 'flag' | 'environment' | 'config' | 'remote' | 'probe' | 'default';
  /** For people: the flag, the variable, the file, the remote. */
  readonly source: string;
}

/** What the command line says of the tracker. */
export interface BackendFlags {
  /** The name of a configured one. */
  readonly backend?: string;
  readonly type?: BackendKind;
  readonly url?: string;
  readonly owner?: string;
  readonly repo?: string;
  /** The file of the local store. */
  readonly path?: string;
  /** What a server calls the tracker. */
  readonly remoteBackend?: string;
  /** Of GitLab. */
  readonly tier?: GitLabTier;
}

/** What is known of the tracker that is meant. */
export interface BackendFields {
  readonly type?: Sourced<BackendKind>;
  readonly url?: Sourced<string>;
  readonly owner?: Sourced<string>;
  readonly repo?: Sourced<string>;
  readonly path?: Sourced<string>;
  readonly remoteBackend?: Sourced<string>;
  readonly tier?: Sourced<GitLabTier>;
}

interface RawFields {
  readonly type?: BackendKind | undefined;
  readonly url?: string | undefined;
  readonly owner?: string | undefined;
  readonly repo?: string | undefined;
  readonly path?: string | undefined;
  readonly remoteBackend?: string | undefined;
  readonly tier?: GitLabTier | undefined;
}

/** @throws FixpointError INVALID_CONFIG when an address is none */
export function fieldsOfFlags(flags: BackendFlags): BackendFields {
  return sourced(flags, 'flag', flagNameOf);
}

export function flagNameOf(field: keyof BackendFields): string {
  return field === 'remoteBackend' ? '--remote-backend' : `--${field}`;
}

/** @throws FixpointError INVALID_CONFIG when it names a kind that there is not, or an address that is none */
export function fieldsOfEnvironment(variables: IssueEnvironment): BackendFields {
  const type = kindOf(variables.backend);
  const { url, owner, repo, db: path, remoteBackend, tier } = variables;
  const names = {
    type: 'BACKEND',
    url: 'URL',
    owner: 'OWNER',
    repo: 'REPO',
    path: 'DB',
    remoteBackend: 'REMOTE_BACKEND',
    tier: 'TIER',
  };
  const fields = { type, url, owner, repo, path, remoteBackend, tier };
  return sourced(fields, 'environment', (name) => `ISSUE_CORE_${names[name]}`);
}

export function fieldsOfConfig(config: BackendConfig, file: string): BackendFields {
  return sourced(config, 'config', () => file);
}

/**
 * The first layer that says something of a field wins. A layer that means another tracker than those before it, as its type
 * or server differs, is left out as a whole: its owner and repository would be wrong there.
 */
export function mergeFields(layers: readonly BackendFields[]): BackendFields {
  let merged: BackendFields = {};
  for (const layer of layers) {
    if (isSameTracker(merged, layer)) merged = { ...layer, ...merged };
  }
  return merged;
}

/** Whether two layers may mean the same: what both say of type and server agrees. */
export function isSameTracker(a: BackendFields, b: BackendFields): boolean {
  // A path is of the local store only.
  const type = a.type?.value ?? (a.path && !a.url ? 'local' : undefined);
  if (type !== undefined && b.type !== undefined && type !== b.type.value) return false;
  return a.url === undefined || b.url === undefined || a.url.value === b.url.value;
}

function kindOf(text: string | undefined): BackendKind | undefined {
  const kind = BACKEND_KINDS.find((it) => it === text);
  if (text === undefined || kind !== undefined) return kind;
  throw new FixpointError('INVALID_CONFIG', `ISSUE_CORE_BACKEND: use one of ${BACKEND_KINDS.join(', ')}.`);
}

function sourced(
  raw: RawFields,
  from: Sourced<unknown>['from'],
  nameOf: (field: keyof BackendFields) => string,
): BackendFields {
  const at = <T>(field: keyof BackendFields, value: T): Sourced<T> => ({
    value,
    from,
    source: nameOf(field),
  });
  return {
    ...(raw.type === undefined ? {} : { type: at('type', raw.type) }),
    ...(raw.url === undefined ? {} : { url: at('url', toWebAddress(raw.url, nameOf('url'))) }),
    ...(raw.owner === undefined ? {} : { owner: at('owner', raw.owner) }),
    ...(raw.repo === undefined ? {} : { repo: at('repo', raw.repo) }),
    ...(raw.path === undefined ? {} : { path: at('path', raw.path) }),
    ...(raw.remoteBackend === undefined ? {} : { remoteBackend: at('remoteBackend', raw.remoteBackend) }),
    ...(raw.tier === undefined ? {} : { tier: at('tier', raw.tier) }),
  };
}
