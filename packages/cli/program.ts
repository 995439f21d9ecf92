import { Command } from 'commander';
import { checkCommand } from './commands/check.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { downCommand } from './commands/down.ts';
import { ledgerCommand } from './commands/ledger.ts';
import { registerCommand } from './commands/register.ts';
import { replayCommand } from './commands/replay.ts';
import { runsCommand } from './commands/runs.ts';
import { scriptCommand } from './commands/script.ts';
import { syncCommand } from './commands/sync.ts';
import { testCommand } from './commands/test.ts';
import { upCommand } from './commands/up.ts';

/** The command line, one file a command. */
export function fixpointProgram(): Command {
  return new Command('fixpoint')
    .description('Fixpoint turns an issue into a tested pull request.')
    .showHelpAfterError()
    .addCommand(demoCommand())
    .addCommand(testCommand())
    .addCommand(upCommand())
    .addCommand(downCommand())
    .addCommand(registerCommand())
    .addCommand(syncCommand())
    .addCommand(doctorCommand())
    .addCommand(checkCommand())
    .addCommand(runsCommand())
    .addCommand(ledgerCommand())
    .addCommand(replayCommand())
    .addCommand(scriptCommand('bench', 'measure the figures that matter', 'test/bench/main.ts'))
    .addCommand(
      scriptCommand('chaos', 'kill fleets during runs, and tell what became of them', 'test/chaos/main.ts'),
    );
}
