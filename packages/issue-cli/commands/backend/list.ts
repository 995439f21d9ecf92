import { trackerOf } from '@fixpoint/forges/tracker-registry.ts';
import {
  CAPABILITIES,
  type CapabilityTable,
  type Support,
} from '@fixpoint/issue-core/backend/capabilities.ts';
import { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { type BackendConfig, readRepositoryConfig } from '../../config/repository-config.ts';
import { findRepositoryRoot } from '../../config/repository-root.ts';
import { safeLine } from '../../output/safe-text.ts';
import { renderTable } from '../../output/table.ts';

interface ListedBackend extends BackendConfig {
  readonly name: string;
  readonly default: boolean;
  readonly capabilities: CapabilityTable;
}

/** `issue backend list`: with what each cannot do. Nobody is asked for it. */
export function listBackendsCommand(context: CommandContext): Command {
  return new Command('list')
    .description('list the configured trackers, and what each cannot do')
    .action(async () => {
      const printer = context.printer();
      const { path } = findRepositoryRoot(context.world.cwd);
      const config = await readRepositoryConfig(path);
      const items: ListedBackend[] = [];
      for (const [name, backend] of Object.entries(config?.backends ?? {})) {
        const { capabilities } = trackerOf(backend.type);
        items.push({ name, default: isDefault(config, name), ...backend, capabilities });
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

function isDefault(config: Awaited<ReturnType<typeof readRepositoryConfig>>, name: string): boolean {
  if (config?.defaultBackend !== undefined) return config.defaultBackend === name;
  return Object.keys(config?.backends ?? {}).length === 1;
}

function whereOf({ type, url, owner, repo, path }: BackendConfig): string {
  if (type === 'local') return path ?? '.issue-core/issues.db';
  return [url, owner, repo].filter((part) => part !== undefined).join('/');
}

function namesOf(capabilities: CapabilityTable, support: Support): string {
  return CAPABILITIES.filter((capability) => capabilities[capability] === support).join(', ');
}
