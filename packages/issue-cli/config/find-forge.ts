import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { FORGES, type ForgeKind, profileOf } from '@fixpoint/forges/tracker-registry.ts';
import type { BackendFields, Sourced } from './backend-fields.ts';
import { type Detected, detectForge, knownForge } from './detect.ts';
import { keepDetected, readDetected } from './detected-cache.ts';
import { type NamedRemote, webAddressOf } from './remotes.ts';

/** A repository at a forge. */
export interface ForgeFields {
  readonly kind: Sourced<ForgeKind>;
  readonly url: Sourced<string>;
  readonly owner: Sourced<string>;
  readonly repo: Sourced<string>;
}

export interface SearchContext {
  readonly root: string;
  readonly listRemotes: () => Promise<readonly NamedRemote[]>;
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
  readonly now: () => number;
}

/**
 * The repository that these fields mean, completed by the remotes of the clone; null when they say nothing and no remote is
 * one of a forge.
 *
 * @throws FixpointError INVALID_CONFIG that names what is missing; BACKEND_UNKNOWN when a server is no forge;
 *   FORGE_UNAVAILABLE when it does not answer
 */
export async function findForge(fields: BackendFields, context: SearchContext): Promise<ForgeFields | null> {
  const found = fields.url ? await atServer(fields, fields.url, context) : await atRemote(fields, context);
  if (found === null && Object.keys(fields).length === 0) return null;
  return complete(fields, found);
}

async function atServer(
  fields: BackendFields,
  url: Sourced<string>,
  context: SearchContext,
): Promise<Partial<ForgeFields>> {
  const type = forgeKind(fields.type);
  const kind = type ?? (await kindOf(url.value, context));
  const { host } = new URL(url.value);
  // The clone says which repository only when it is one of that server.
  const remotes = fields.owner && fields.repo ? [] : await context.listRemotes();
  const remote = remotes.find((it) => new URL(webAddressOf(it)).host === host || it.host === host);
  if (!remote) return { kind, url };
  return { kind, url, ...repositoryOf(remote, prefixOf(url.value)) };
}

async function atRemote(fields: BackendFields, context: SearchContext): Promise<Partial<ForgeFields> | null> {
  const wanted = forgeKind(fields.type);
  if (
    wanted &&
    fields.owner &&
    fields.repo &&
    profileOf(wanted.value).home !== null &&
    !(await hasRemoteOf(wanted.value, context))
  )
    return { kind: wanted };
  const unknown: string[] = [];
  for (const remote of await context.listRemotes()) {
    const detected = await detect(addressesOf(remote), context);
    if (!detected) unknown.push(webAddressOf(remote));
    if (!detected || (wanted && detected.kind !== wanted.value)) continue;
    const source = `git remote ${remote.name}`;
    const kind = knownForge(remote.host) ? byRemote(detected.kind, source) : asProbed(detected);
    const repository = repositoryOf(remote, prefixOf(detected.url));
    return { kind: wanted ?? kind, url: byRemote(detected.url, source), ...repository };
  }
  if (wanted) return { kind: wanted };
  if (unknown.length > 0) throw noForge(unknown.join(', '));
  return null;
}

async function kindOf(url: string, context: SearchContext): Promise<Sourced<ForgeKind>> {
  const detected = await detect([url], context);
  if (detected) return asProbed(detected);
  throw noForge(url);
}

/** Without asking anybody: a clone of another server is no reason to wait for it. */
async function hasRemoteOf(kind: ForgeKind, { listRemotes }: SearchContext): Promise<boolean> {
  return (await listRemotes()).some(({ host }) => {
    const known = knownForge(host);
    return known === null || known.kind === kind;
  });
}

function complete(fields: BackendFields, found: Partial<ForgeFields> | null): ForgeFields {
  const kind = forgeKind(fields.type) ?? found?.kind;
  if (!kind) throw missing('type');
  const { home, hasNestedOwners } = profileOf(kind.value);
  const url = fields.url ?? found?.url ?? (home === null ? undefined : byDefault(home));
  if (!url) throw missing('url');
  const owner = fields.owner ?? found?.owner;
  if (!owner) throw missing('owner');
  const repo = fields.repo ?? found?.repo;
  if (!repo) throw missing('repo');
  if (!hasNestedOwners && owner.value.includes('/'))
    throw new FixpointError(
      'INVALID_CONFIG',
      `owner: ${kind.value} has no groups in groups (${owner.source}).`,
    );
  return { kind, url, owner, repo };
}

/** What a server is, asked at most once a day; null when it is no forge. */
async function detect(addresses: readonly string[], context: SearchContext): Promise<Detected | null> {
  const [first = ''] = addresses;
  const known = knownForge(new URL(first).host) ?? (await readDetected(context.root, first, context.now()));
  if (known) return known;
  const detected = await detectForge(addresses, context);
  if (detected) await keepDetected(context.root, first, detected, context.now());
  return detected;
}

/** A server may run below a path, which then is the first part of what looks like the owner. */
function addressesOf(remote: NamedRemote): readonly string[] {
  const address = webAddressOf(remote);
  const [first, ...rest] = remote.owner.split('/');
  return rest.length === 0 || first === undefined ? [address] : [address, `${address}/${first}`];
}

function prefixOf(url: string): string {
  return new URL(url).pathname.replace(/^\/|\/$/g, '');
}

function repositoryOf(remote: NamedRemote, prefix: string): Pick<ForgeFields, 'owner' | 'repo'> {
  const owner =
    prefix && remote.owner.startsWith(`${prefix}/`) ? remote.owner.slice(prefix.length + 1) : remote.owner;
  const source = `git remote ${remote.name}`;
  return { owner: byRemote(owner, source), repo: byRemote(remote.repo, source) };
}

function forgeKind(type: BackendFields['type']): Sourced<ForgeKind> | undefined {
  if (!type || type.value === 'local' || type.value === 'server') return undefined;
  return { ...type, value: type.value };
}

function asProbed({ kind, url }: Detected): Sourced<ForgeKind> {
  return { value: kind, from: 'probe', source: `what ${url} says it is` };
}

function byRemote<T>(value: T, source: string): Sourced<T> {
  return { value, from: 'remote', source };
}

function byDefault(value: string): Sourced<string> {
  return { value, from: 'default', source: 'default' };
}

function noForge(address: string): FixpointError {
  const known = FORGES.map(({ profile }) => profile.title).join(', ');
  return new FixpointError(
    'BACKEND_UNKNOWN',
    `None of ${known} answers at ${address}; if one is there, name its type and address.`,
  );
}

function missing(field: 'type' | 'url' | 'owner' | 'repo'): FixpointError {
  const variable = field === 'type' ? 'BACKEND' : field.toUpperCase();
  return new FixpointError(
    'INVALID_CONFIG',
    `${field}: give --${field}, or ISSUE_CORE_${variable}, or add it with \`issue backend add\`.`,
  );
}
