import { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { addBackendCommand } from './backend/add.ts';
import { listBackendsCommand } from './backend/list.ts';
import { removeBackendCommand } from './backend/remove.ts';
import { setDefaultCommand } from './backend/set-default.ts';
import { testBackendCommand } from './backend/test.ts';

/** `issue backend`: the trackers that this repository is configured for. */
export function backendCommand(context: CommandContext): Command {
  return new Command('backend')
    .description('the trackers that are configured for this repository')
    .addCommand(listBackendsCommand(context))
    .addCommand(addBackendCommand(context))
    .addCommand(removeBackendCommand(context))
    .addCommand(testBackendCommand(context))
    .addCommand(setDefaultCommand(context));
}
