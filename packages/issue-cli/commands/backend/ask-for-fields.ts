import { childEnvironment, readIssueEnvironment } from '@fixpoint/config/issue-cli.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import {
  type BackendFields,
  type BackendFlags,
  fieldsOfEnvironment,
  fieldsOfFlags,
  flagNameOf,
  mergeFields,
} from '../../config/backend-fields.ts';
import { findForge } from '../../config/find-forge.ts';
import { listRemotes } from '../../config/remotes.ts';
import type { BackendConfig, BackendKind, RepositoryConfig } from '../../config/repository-config.ts';
import { FOLDER, type RepositoryRoot } from '../../config/repository-root.ts';
import { toWebAddress } from '../../config/web-address.ts';
import { shortMessage } from '../../output/error.ts';
import { type Prompt, withPrompt } from '../../terminal/prompt.ts';
import { UsageError } from '../../usage-error.ts';
import { canAsk, type World } from '../../world.ts';

type ForgeField = 'url' | 'owner' | 'repo';
type ForgeValues = Readonly<Record<ForgeField, string>>;

export interface FieldsRequest {
  readonly name: string;
  readonly type: BackendKind;
  readonly flags: Pick<BackendFlags, 'url' | 'owner' | 'repo' | 'path' | 'remoteBackend'>;
  readonly configured: RepositoryConfig['backends'];
}

const FORGE_FIELDS = ['url', 'owner', 'repo'] as const;
const QUESTIONS: Readonly<Record<ForgeField, string>> = { url: 'URL', owner: 'Owner', repo: 'Repository' };
const DEFAULT_PATH = `${FOLDER}/issues.db`;

/**
 * Where the tracker is: from flags, then the environment; what is left is asked for on a terminal, with what the git remotes
 * say as the preset, or taken from them where nobody can be asked.
 *
 * @throws UsageError that names the flags when something is missing and nobody can be asked
 */
export async function backendFieldsFor(
  world: World,
  root: RepositoryRoot,
  request: FieldsRequest,
): Promise<Omit<BackendConfig, 'type'>> {
  const { type, flags } = request;
  refuseForeignFlags(request);
  const said = mergeFields([
    fieldsOfFlags({ ...flags, type }),
    fieldsOfEnvironment(readIssueEnvironment(world.environment)),
  ]);
  if (type === 'server') return serverFieldsFor(world, request, said);
  if (type === 'local') return { path: said.path?.value ?? (await pathFor(world, request)) };

  const known = valuesOf(said);
  const missing = FORGE_FIELDS.filter((field) => known[field] === undefined);
  if (missing.length === 0) return { ...known };
  const presets = await fromRemotes(world, root, said);
  if (canAsk(world)) {
    return withPrompt(world, async (prompt) => {
      const answers: Partial<Record<ForgeField, string>> = { ...known };
      for (const field of missing) answers[field] = await askFor(prompt, field, presets?.[field]);
      return answers;
    });
  }
  if (presets) return { ...presets, ...known };
  const names = missing.map((field) => `--${field}`).join(', ');
  throw new UsageError(
    `A ${type} backend needs ${names}: issue backend add ${request.name} ${type} ${missing.map((field) => `--${field} …`).join(' ')}.`,
  );
}

async function serverFieldsFor(
  world: World,
  { name }: FieldsRequest,
  { url, remoteBackend }: BackendFields,
): Promise<Omit<BackendConfig, 'type'>> {
  const remote = remoteBackend ? { remoteBackend: remoteBackend.value } : {};
  if (url) return { url: url.value, ...remote };
  if (!canAsk(world))
    throw new UsageError(`A server backend needs --url: issue backend add ${name} server --url ….`);
  return { url: await withPrompt(world, (prompt) => askFor(prompt, 'url', undefined)), ...remote };
}

function valuesOf({ url, owner, repo }: BackendFields): Partial<ForgeValues> {
  return {
    ...(url ? { url: url.value } : {}),
    ...(owner ? { owner: owner.value } : {}),
    ...(repo ? { repo: repo.value } : {}),
  };
}

/** What the clone says of a tracker of this type; null when that does not complete it. */
async function fromRemotes(
  world: World,
  root: RepositoryRoot,
  { path: _, remoteBackend: __, ...said }: BackendFields,
): Promise<ForgeValues | null> {
  const remotes = async () =>
    root.git ? listRemotes(root.path, childEnvironment({ LC_ALL: 'C' }, world.environment)) : [];
  try {
    const { signal, now } = world;
    const context = { root: root.path, listRemotes: remotes, signal, now: () => now().getTime() };
    const found = await findForge(said, context);
    return found && { url: found.url.value, owner: found.owner.value, repo: found.repo.value };
  } catch (error) {
    if (error instanceof FixpointError) return null;
    throw error;
  }
}

async function askFor(prompt: Prompt, field: ForgeField, preset: string | undefined): Promise<string> {
  const options = preset === undefined ? {} : { preset };
  const answer = await prompt.ask(
    QUESTIONS[field],
    field === 'url' ? { ...options, check: faultOf } : options,
  );
  return field === 'url' ? toWebAddress(answer, 'URL') : answer;
}

function faultOf(url: string): string | null {
  try {
    toWebAddress(url, 'URL');
    return null;
  } catch (error) {
    if (error instanceof FixpointError) return shortMessage(error.code, error.message);
    throw error;
  }
}

async function pathFor(world: World, { name, configured }: FieldsRequest): Promise<string> {
  const taken = Object.values(configured).some(
    ({ type, path }) => type === 'local' && (path ?? DEFAULT_PATH) === DEFAULT_PATH,
  );
  // Two names for one file would be one tracker that syncs with itself.
  const preset = taken ? `${FOLDER}/${name}.db` : DEFAULT_PATH;
  if (!canAsk(world)) return preset;
  return withPrompt(world, (prompt) => prompt.ask('Database path', { preset }));
}

/** What backends of this type have not. */
function foreignTo(type: BackendKind): readonly (keyof FieldsRequest['flags'])[] {
  switch (type) {
    case 'local':
      return [...FORGE_FIELDS, 'remoteBackend'];
    case 'server':
      return ['owner', 'repo', 'path'];
    default:
      return ['path', 'remoteBackend'];
  }
}

function refuseForeignFlags({ type, flags }: FieldsRequest): void {
  const given = foreignTo(type).find((field) => flags[field] !== undefined);
  if (given === undefined) return;
  throw new UsageError(`${flagNameOf(given)}: a ${type} backend has none.`);
}
