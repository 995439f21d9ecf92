import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { trackerOf } from '@fixpoint/forges/tracker-registry.ts';
import { Argument, Command, Option } from 'commander';
import { parseBackendName } from '../../arguments.ts';
import type { CommandContext } from '../../command-context.ts';
import type { BackendFlags } from '../../config/backend-fields.ts';
import {
  BACKEND_KINDS,
  type BackendConfig,
  type BackendKind,
  readRepositoryConfig,
  TIERS,
  updateRepositoryConfig,
} from '../../config/repository-config.ts';
import { findRepositoryRoot } from '../../config/repository-root.ts';
import { resolveBackend } from '../../config/resolve-backend.ts';
import { whereKeysAreLookedFor } from '../../config/server-backend.ts';
import { renderLine } from '../../output/render-done.ts';
import { refuseReadOnly } from '../../session/read-only.ts';
import { whereTokensAreLookedFor } from '../../session/token-advice.ts';
import { UsageError } from '../../usage-error.ts';
import { backendFieldsFor } from './ask-for-fields.ts';

interface AddFlags extends Pick<BackendFlags, 'url' | 'owner' | 'repo' | 'path' | 'remoteBackend' | 'tier'> {
  readonly default?: boolean;
  readonly force?: boolean;
}

/** `issue backend add`: asks, on a terminal, for what flags and environment do not give. */
export function addBackendCommand(context: CommandContext): Command {
  return new Command('add')
    .argument('<name>', 'what you call it', parseBackendName)
    .addArgument(new Argument('<type>', 'what it is').choices(BACKEND_KINDS))
    .description('configure a tracker; on a terminal you are asked for what is not given')
    .option('--url <url>', 'the address of the server, such as https://gitea.example')
    .option('--owner <owner>', 'the user, organisation or group that the repository belongs to')
    .option('--repo <repo>', 'the repository')
    .option('--path <file>', 'the file of a local store; relative to the root of the repository')
    .addOption(
      new Option('--tier <tier>', "what GitLab's licence allows; the project is asked otherwise").choices(
        TIERS,
      ),
    )
    .option('--remote-backend <name>', 'what a server calls the tracker; its default when left out')
    .option('--default', 'use it when none is named; the first one is that anyway')
    .option('--force', 'replace the one of this name')
    .action((name: string, type: BackendKind, flags: AddFlags) => addBackend(context, name, type, flags));
}

async function addBackend(
  context: CommandContext,
  name: string,
  type: BackendKind,
  { default: asDefault = false, force = false, ...flags }: AddFlags,
): Promise<void> {
  const printer = context.printer();
  refuseReadOnly(context.world, context.flags(), 'backend add');
  const root = findRepositoryRoot(context.world.cwd);
  const before = (await readRepositoryConfig(root.path))?.backends ?? {};
  // Before anybody is asked anything.
  if (!force) refuseTaken(before, name);
  if (flags.tier && !hasTiers(type)) throw new UsageError(`--tier: a ${type} backend has none.`);
  const fields = await backendFieldsFor(context.world, root, { name, type, flags, configured: before });
  const backend: BackendConfig = { type, ...fields, ...(flags.tier ? { tier: flags.tier } : {}) };
  const config = await updateRepositoryConfig(root.path, (current) => {
    if (!force) refuseTaken(current.backends, name);
    const isFirst = Object.keys(current.backends).length === 0;
    return {
      ...current,
      ...(asDefault || isFirst ? { defaultBackend: name } : {}),
      backends: { ...current.backends, [name]: backend },
    };
  });
  const isDefault = config.defaultBackend === name;
  const where = Object.values(fields).join('/');
  await printer.one(
    { name, default: isDefault, ...backend },
    renderLine(`added ${name}: ${type} ${where}${isDefault ? ', the default' : ''}`),
  );
  if (type !== 'local' && printer.isForPeople) await printer.note(await aboutToken(context, name));
}

async function aboutToken({ world }: CommandContext, name: string): Promise<string> {
  const { cwd, environment, signal } = world;
  const description = await resolveBackend({ cwd, environment, signal, flags: { backend: name } });
  if ('serverUrl' in description) {
    const { apiKey, serverUrl } = description;
    return apiKey
      ? `The key is that of ${apiKey.source}.`
      : `There is no key yet: ${whereKeysAreLookedFor(serverUrl.value)}`;
  }
  if (!('url' in description)) return '';
  if (description.token) return `The token is that of ${description.token.source}.`;
  return `There is no token yet: ${whereTokensAreLookedFor(description.kind.value, description.url.value)}`;
}

function hasTiers(type: BackendKind): boolean {
  return type !== 'server' && trackerOf(type).tiers !== undefined;
}

function refuseTaken(backends: Readonly<Record<string, unknown>>, name: string): void {
  if (!Object.hasOwn(backends, name)) return;
  throw new FixpointError('ALREADY_EXISTS', `There is a backend ${name}; --force replaces it.`);
}
