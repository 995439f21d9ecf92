import { Command } from 'commander';
import { downCommand } from './commands/down.ts';
import { upCommand } from './commands/up.ts';

/** The command line, one file a command. */
export function fixpointProgram(): Command {
  return new Command('fixpoint')
    .description('Fixpoint turns an issue into a tested pull request.')
    .showHelpAfterError()
    .addCommand(upCommand())
    .addCommand(downCommand());
}
