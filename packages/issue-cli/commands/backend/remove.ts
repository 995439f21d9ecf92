import { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { defaultNameOf, updateRepositoryConfig } from '../../config/repository-config.ts';
import { findRepositoryRoot } from '../../config/repository-root.ts';
import { renderLine } from '../../output/render-done.ts';
import { refuseReadOnly } from '../../session/read-only.ts';
import { checkConfigured } from './check-configured.ts';

/** `issue backend remove`: out of the configuration; what the tracker holds stays. */
export function removeBackendCommand(context: CommandContext): Command {
  return new Command('remove')
    .argument('<name>', 'the backend')
    .description('take a tracker out of the configuration; its issues stay')
    .action(async (name: string) => {
      refuseReadOnly(context.world, context.flags(), 'backend remove');
      const { path } = findRepositoryRoot(context.world.cwd);
      const config = await updateRepositoryConfig(path, ({ backends, defaultBackend, ...config }) => {
        checkConfigured(backends, name);
        const { [name]: _, ...others } = backends;
        const isDefault = defaultBackend === undefined || defaultBackend === name;
        return { ...config, ...(isDefault ? {} : { defaultBackend }), backends: others };
      });
      const next = defaultNameOf(config);
      const then =
        next === null ? '; none is the default now: see `issue config show`' : `; ${next} is used now`;
      await context.printer().one({ name, removed: true }, renderLine(`removed ${name}${then}`));
    });
}
