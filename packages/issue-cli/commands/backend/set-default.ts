import { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { updateRepositoryConfig } from '../../config/repository-config.ts';
import { findRepositoryRoot } from '../../config/repository-root.ts';
import { renderLine } from '../../output/render-done.ts';
import { refuseReadOnly } from '../../session/read-only.ts';
import { checkConfigured } from './check-configured.ts';

/** `issue backend set-default` */
export function setDefaultCommand(context: CommandContext): Command {
  return new Command('set-default')
    .argument('<name>', 'the backend')
    .description('use this tracker when none is named')
    .action(async (name: string) => {
      refuseReadOnly(context.world, context.flags(), 'backend set-default');
      const { path } = findRepositoryRoot(context.world.cwd);
      await updateRepositoryConfig(path, (config) => {
        checkConfigured(config.backends, name);
        return { ...config, defaultBackend: name };
      });
      await context.printer().one({ name, default: true }, renderLine(`${name} is the default now`));
    });
}
