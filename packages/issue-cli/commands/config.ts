import { childEnvironment } from '@fixpoint/config/issue-cli.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { Command } from 'commander';
import { parseBackendName } from '../arguments.ts';
import type { CommandContext } from '../command-context.ts';
import type { Sourced } from '../config/backend-fields.ts';
import { findForge } from '../config/find-forge.ts';
import { listRemotes } from '../config/remotes.ts';
import { configPathOf, updateRepositoryConfig } from '../config/repository-config.ts';
import { findRepositoryRoot } from '../config/repository-root.ts';
import { type LocalBackendDescription, resolveBackend } from '../config/resolve-backend.ts';
import { type ServerBackendDescription, whereKeysAreLookedFor } from '../config/server-backend.ts';
import { safeLine } from '../output/safe-text.ts';
import type { Style } from '../output/style.ts';
import { renderTable } from '../output/table.ts';
import { backendNameOf } from '../session/backend-name.ts';
import { identityOf } from '../session/identity.ts';
import { isReadOnly, refuseReadOnly } from '../session/read-only.ts';
import { whereTokensAreLookedFor } from '../session/token-advice.ts';

type Setting = readonly [name: string, value: string, source: string];

/** `issue config`: which tracker is meant, and who says so. */
export function configCommand(context: CommandContext): Command {
  return new Command('config')
    .description('which tracker is used, and where that comes from')
    .addCommand(
      new Command('show')
        .description('show the tracker that is used here, with where each value comes from')
        .action(() => showConfig(context)),
    )
    .addCommand(
      new Command('detect')
        .description('find the tracker that the git remotes of this clone mean')
        .option('--save <name>', 'keep it in the configuration under this name', parseBackendName)
        .action((flags: { readonly save?: string }) => detectConfig(context, flags.save)),
    );
}

async function showConfig(context: CommandContext): Promise<void> {
  const { world } = context;
  const { cwd, environment, signal } = world;
  const globals = context.flags();
  const { backend } = globals;
  const flags = backend === undefined ? {} : { backend };
  const description = await resolveBackend({ cwd, environment, signal, flags });
  const root = findRepositoryRoot(cwd).path;
  const { name: _, ...fields } = description;
  const shown = {
    backend: backendNameOf(description),
    configured: description.name !== null,
    ...fields,
    agent: await identityOf(world, globals.agent),
    readOnly: isReadOnly(world, globals),
    configFile: configPathOf(root),
  };
  await context
    .printer()
    .one(shown, (_item, style) =>
      renderSettings(
        [
          ['backend', shown.backend, shown.configured ? shown.configFile : 'not configured'],
          settingOf('type', description.kind),
          ...('url' in description
            ? [
                settingOf('url', description.url),
                settingOf('owner', description.owner),
                settingOf('repo', description.repo),
                ...(description.tier ? [settingOf('tier', description.tier)] : []),
                [
                  'token',
                  description.token ? 'found' : 'none',
                  description.token?.source ??
                    whereTokensAreLookedFor(description.kind.value, description.url.value),
                ] as const,
              ]
            : whereOf(description)),
          settingOf('agent', shown.agent),
          ['read-only', String(shown.readOnly), ''],
        ],
        style,
      ),
    );
}

function whereOf(description: LocalBackendDescription | ServerBackendDescription): readonly Setting[] {
  if ('path' in description) return [settingOf('path', description.path)];
  const { serverUrl, remoteBackend, apiKey } = description;
  return [
    settingOf('url', serverUrl),
    ...(remoteBackend ? [settingOf('remote backend', remoteBackend)] : []),
    ['key', apiKey ? 'found' : 'none', apiKey?.source ?? whereKeysAreLookedFor(serverUrl.value)],
  ];
}

async function detectConfig(context: CommandContext, saveAs: string | undefined): Promise<void> {
  const { cwd, environment, signal, now } = context.world;
  if (saveAs !== undefined) refuseReadOnly(context.world, context.flags(), 'config detect --save');
  const root = findRepositoryRoot(cwd);
  const remotes = () => listRemotes(root.path, childEnvironment({ LC_ALL: 'C' }, environment));
  const found = root.git
    ? await findForge({}, { root: root.path, listRemotes: remotes, signal, now: () => now().getTime() })
    : null;
  if (!found) {
    throw new FixpointError('BACKEND_UNKNOWN', `No git remote of ${root.path} is one of a forge.`);
  }
  const { kind, url, owner, repo } = found;
  if (saveAs !== undefined) {
    const backend = { type: kind.value, url: url.value, owner: owner.value, repo: repo.value };
    await updateRepositoryConfig(root.path, (config) => {
      if (Object.hasOwn(config.backends, saveAs))
        throw new FixpointError('ALREADY_EXISTS', `There is a backend ${saveAs} already.`);
      return {
        ...config,
        defaultBackend: config.defaultBackend ?? saveAs,
        backends: { ...config.backends, [saveAs]: backend },
      };
    });
  }
  await context
    .printer()
    .one({ ...found, savedAs: saveAs ?? null }, (_, style) =>
      renderSettings(
        [
          settingOf('type', kind),
          settingOf('url', url),
          settingOf('owner', owner),
          settingOf('repo', repo),
          ...(saveAs === undefined ? [] : [['saved as', saveAs, configPathOf(root.path)] as const]),
        ],
        style,
      ),
    );
}

function settingOf(name: string, { value, source }: Sourced<string>): Setting {
  return [name, value, source];
}

function renderSettings(settings: readonly Setting[], style: Style): string {
  return renderTable(
    settings,
    [
      { title: 'SETTING', cell: ([name]) => name },
      { title: 'VALUE', cell: ([, value]) => safeLine(value) },
      { title: 'FROM', cell: ([, , source]) => ({ text: safeLine(source), paint: 'dim' }) },
    ],
    style,
  );
}
