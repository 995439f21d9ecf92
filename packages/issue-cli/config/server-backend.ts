import { readApiKey, readIssueEnvironment } from '@fixpoint/config/issue-cli.ts';
import type { Environment } from '@fixpoint/config/read-environment.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { BackendFields, Sourced } from './backend-fields.ts';
import type { NamedRemote } from './remotes.ts';
import type { RepositoryRoot } from './repository-root.ts';
import { Secret } from './secret.ts';
import type { FoundToken } from './tokens.ts';
import { isChosenByUser } from './trust.ts';

/** A tracker that another host serves with `issue serve`; its claims and events are there, too. */
export interface ServerBackendDescription {
  readonly kind: Sourced<'server'>;
  readonly name: string | null;
  readonly serverUrl: Sourced<string>;
  /** What the server calls the tracker; null for its default. */
  readonly remoteBackend: Sourced<string> | null;
  /** Null when there is none, or none that this server may have. */
  readonly apiKey: FoundToken | null;
}

export interface ServerContext {
  readonly root: RepositoryRoot;
  readonly listRemotes: () => Promise<readonly NamedRemote[]>;
  readonly environment: Environment | undefined;
}

const KEY_VARIABLE = 'ISSUE_CORE_API_KEY';

type ServerFields = BackendFields & { readonly type: Sourced<'server'> };

export function meansServer(fields: BackendFields): fields is ServerFields {
  return fields.type?.value === 'server';
}

/** @throws FixpointError INVALID_CONFIG without an address */
export async function describeServer(
  name: string | null,
  { type, url, remoteBackend }: ServerFields,
  { root, listRemotes, environment }: ServerContext,
): Promise<ServerBackendDescription> {
  if (!url) {
    throw new FixpointError('INVALID_CONFIG', 'A server needs its address: --url, or ISSUE_CORE_URL.');
  }
  const named = readIssueEnvironment(environment).url;
  const isNamed = named !== undefined && new URL(named).origin === new URL(url.value).origin;
  const isTrusted = isNamed || (await isChosenByUser(url, root, listRemotes, environment));
  const key = isTrusted ? readApiKey(environment) : undefined;
  return {
    kind: type,
    name,
    serverUrl: url,
    remoteBackend: remoteBackend ?? null,
    apiKey: key === undefined ? null : { token: new Secret(key), source: KEY_VARIABLE },
  };
}

/** A committed configuration could name anybody's server, so that it alone gets no key. */
export function whereKeysAreLookedFor(url: string): string {
  return `set ${KEY_VARIABLE}, and ISSUE_CORE_URL=${url} when only a committed configuration names that server.`;
}
