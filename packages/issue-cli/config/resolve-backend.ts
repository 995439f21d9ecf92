import { resolve } from 'node:path';
import { childEnvironment, readIssueEnvironment } from '@fixpoint/config/issue-cli.ts';
import type { Environment } from '@fixpoint/config/read-environment.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { GitLabTier } from '@fixpoint/forges/gitlab/tracker/capabilities.ts';
import { type ForgeKind, trackerOf } from '@fixpoint/forges/tracker-registry.ts';
import {
  type BackendFields,
  type BackendFlags,
  fieldsOfConfig,
  fieldsOfEnvironment,
  fieldsOfFlags,
  isSameTracker,
  mergeFields,
  type Sourced,
} from './backend-fields.ts';
import { findForge } from './find-forge.ts';
import { listRemotes } from './remotes.ts';
import {
  configPathOf,
  defaultNameOf,
  type RepositoryConfig,
  readRepositoryConfig,
} from './repository-config.ts';
import { FOLDER, findRepositoryRoot, type RepositoryRoot } from './repository-root.ts';
import { describeServer, meansServer, type ServerBackendDescription } from './server-backend.ts';
import { type FoundToken, findToken } from './tokens.ts';
import { isChosenByUser } from './trust.ts';

export interface LocalBackendDescription {
  readonly kind: Sourced<'local'>;
  /** In the configuration; null when it is not from there. */
  readonly name: string | null;
  /** Absolute. */
  readonly path: Sourced<string>;
}

export interface ForgeBackendDescription {
  readonly kind: Sourced<ForgeKind>;
  readonly name: string | null;
  /** Of the server's pages; `apiAddressOf` makes the API's of it. */
  readonly url: Sourced<string>;
  /** At GitLab with all its groups. */
  readonly owner: Sourced<string>;
  readonly repo: Sourced<string>;
  /** Null where nobody has one: what is public can be read without. */
  readonly token: FoundToken | null;
  /** Of GitLab, where somebody says it; the project is asked otherwise. */
  readonly tier?: Sourced<GitLabTier>;
}

/** A tracker that is opened here. */
export type OwnBackendDescription = LocalBackendDescription | ForgeBackendDescription;

/** The tracker that is meant, with where each value came from; printing it tells no token. */
export type BackendDescription = OwnBackendDescription | ServerBackendDescription;

export interface ResolveRequest {
  readonly cwd: string;
  readonly flags: BackendFlags;
  /** Default: that of this process. */
  readonly environment?: Environment;
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
  readonly now?: () => number;
}

const DEFAULT_STORE = `${FOLDER}/issues.db`;

/**
 * Which tracker is meant. Flags win over the environment, that over the configuration of the repository, that over its git
 * remotes; without any of them it is the local store. A backend that is named by a flag is taken without the environment.
 *
 * @throws FixpointError INVALID_CONFIG, BACKEND_UNKNOWN (no such name, or a server that is no forge), FORGE_UNAVAILABLE (it
 *   does not say what it is)
 */
export async function resolveBackend(request: ResolveRequest): Promise<BackendDescription> {
  const { cwd, flags, environment } = request;
  const root = findRepositoryRoot(cwd);
  const { name, fields } = await chooseFields(root, flags, environment);
  if (meansLocal(fields)) return localBackend(name, fields, root, cwd);

  const remotes = onlyOnce(async () =>
    root.git ? listRemotes(root.path, childEnvironment({ LC_ALL: 'C' }, environment)) : [],
  );
  if (meansServer(fields)) return describeServer(name, fields, { root, listRemotes: remotes, environment });
  const { path: _, remoteBackend: __, tier, ...searched } = fields;
  const forge = await findForge(searched, {
    root: root.path,
    listRemotes: remotes,
    now: request.now ?? Date.now,
    ...(request.fetch ? { fetch: request.fetch } : {}),
    ...(request.signal ? { signal: request.signal } : {}),
  });
  if (!forge) return localBackend(name, fields, root, cwd);
  const token = await findToken({
    target: { kind: forge.kind.value, url: forge.url.value },
    root: root.path,
    trusted: await isChosenByUser(forge.url, root, remotes, environment),
    ...(environment ? { environment } : {}),
  });
  return { name, ...forge, token, ...(tier && trackerOf(forge.kind.value).tiers ? { tier } : {}) };
}

interface Chosen {
  readonly name: string | null;
  readonly fields: BackendFields;
}

async function chooseFields(
  root: RepositoryRoot,
  flags: BackendFlags,
  environment: Environment | undefined,
): Promise<Chosen> {
  const byFlags = fieldsOfFlags(flags);
  const config = await readRepositoryConfig(root.path);
  // The file of the local store does not make the local store the tracker, so it is laid on afterwards.
  const { path, ...byEnvironment } = fieldsOfEnvironment(readIssueEnvironment(environment));
  const filePath = path ? { path } : {};
  if (flags.backend !== undefined) {
    const chosen = laidOver([byFlags], config, flags.backend, root);
    return { ...chosen, fields: { ...filePath, ...chosen.fields } };
  }
  const chosen = laidOver([byFlags, byEnvironment], config, defaultNameOf(config), root);
  return {
    ...chosen,
    fields: { ...chosen.fields, ...filePath, ...(byFlags.path ? { path: byFlags.path } : {}) },
  };
}

/** The configured backend below what was said for this call; without its name when that means another tracker. */
function laidOver(
  layers: readonly BackendFields[],
  config: RepositoryConfig | null,
  name: string | null,
  root: RepositoryRoot,
): Chosen {
  const said = mergeFields(layers);
  if (name === null) return { name, fields: said };
  const backend = config && Object.hasOwn(config.backends, name) ? config.backends[name] : undefined;
  if (!backend) {
    const names = Object.keys(config?.backends ?? {}).join(', ') || 'none';
    throw new FixpointError(
      'BACKEND_UNKNOWN',
      `There is no ${name} in ${configPathOf(root.path)}; there is: ${names}.`,
    );
  }
  const configured = fieldsOfConfig(backend, configPathOf(root.path));
  return isSameTracker(said, configured)
    ? { name, fields: mergeFields([said, configured]) }
    : { name: null, fields: said };
}

/** A path that somebody gave for this call, and nothing else, means the local store. */
function meansLocal({ type, url, path }: BackendFields): boolean {
  if (type) return type.value === 'local';
  return path?.from === 'flag' && !url;
}

/** Relative paths are those of whoever gave them: of the configuration below the repository, else from here. */
function localBackend(
  name: string | null,
  fields: BackendFields,
  root: RepositoryRoot,
  cwd: string,
): LocalBackendDescription {
  const file: Sourced<string> = fields.path ?? { value: DEFAULT_STORE, from: 'default', source: 'default' };
  const base = file.from === 'config' || file.from === 'default' ? root.path : cwd;
  return {
    name,
    kind: { ...(fields.type ?? file), value: 'local' },
    path: { ...file, value: resolve(base, file.value) },
  };
}

function onlyOnce<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null;
  return () => {
    result ??= work();
    return result;
  };
}
