import type { TierMemory } from '@fixpoint/forges/gitlab/tracker/find-tier.ts';
import { trackerOf } from '@fixpoint/forges/tracker-registry.ts';
import {
  CAPABILITIES,
  type CapabilityTable,
  type Support,
} from '@fixpoint/issue-core/backend/capabilities.ts';
import { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { detectedTiers } from '../../config/detected-cache.ts';
import { type BackendConfig, defaultNameOf, readRepositoryConfig } from '../../config/repository-config.ts';
import { findRepositoryRoot } from '../../config/repository-root.ts';
import { safeLine } from '../../output/safe-text.ts';
import { renderTable } from '../../output/table.ts';

interface ListedBackend extends BackendConfig {
  readonly name: string;
  readonly default: boolean;
  /** Null of a server, which would have to be asked. */
  readonly capabilities: CapabilityTable | null;
}

/** `issue backend list`: with what each cannot do. Nobody is asked for it. */
export function listBackendsCommand(context: CommandContext): Command {
  return new Command('list')
    .description('list the configured trackers, and what each cannot do')
    .action(async () => {
      const printer = context.printer();
      const { path } = findRepositoryRoot(context.world.cwd);
      const config = await readRepositoryConfig(path);
      const known = detectedTiers(path, () => context.world.now().getTime());
      const items: ListedBackend[] = [];
      for (const [name, backend] of Object.entries(config?.backends ?? {})) {
        const capabilities = await capabilitiesOf(backend, known);
        items.push({ name, default: name === defaultNameOf(config), ...backend, capabilities });
      }
      await printer.list({ items, total: items.length }, (backends, style) =>
        renderTable<ListedBackend>(
          backends,
          [
            { title: 'NAME', cell: ({ name }) => safeLine(name) },
            { title: 'DEFAULT', cell: (it) => (it.default ? { text: 'yes', paint: 'green' } : '') },
            { title: 'TYPE', cell: ({ type }) => type },
            { title: 'WHERE', cell: (it) => safeLine(whereOf(it)), shrinks: true },
            { title: 'KEPT BESIDE', cell: (it) => namesOf(it.capabilities, 'beside'), shrinks: true },
            { title: 'CANNOT', cell: (it) => namesOf(it.capabilities, 'unsupported'), shrinks: true },
          ],
          style,
        ),
      );
      if (items.length === 0)
        await printer.note('None is configured; `issue config show` tells which one is used all the same.');
    });
}

/** With what the licence adds, where the configuration says so or it was asked before. */
async function capabilitiesOf(backend: BackendConfig, known: TierMemory): Promise<CapabilityTable | null> {
  if (backend.type === 'server') return null;
  const { capabilities, tiers } = trackerOf(backend.type);
  const tier = backend.tier ?? (tiers ? await known.read(whereOf(backend)) : null);
  return (tier && tiers?.[tier]) ?? capabilities;
}

function whereOf({ type, url, owner, repo, path, remoteBackend }: BackendConfig): string {
  if (type === 'local') return path ?? '.issue-core/issues.db';
  return [url, owner, repo, remoteBackend].filter((part) => part !== undefined).join('/');
}

function namesOf(capabilities: CapabilityTable | null, support: Support): string {
  if (capabilities === null) return 'as the server says';
  return CAPABILITIES.filter((capability) => capabilities[capability] === support).join(', ');
}
