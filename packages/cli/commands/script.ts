import { CHECKOUT_ROOT } from '@fixpoint/local/paths.ts';
import { Command } from 'commander';
import { execa } from 'execa';

/** A command whose work is a script below `test/`, which production code may not import; it gets the arguments as they are. */
export function scriptCommand(name: string, description: string, script: string): Command {
  return new Command(name)
    .description(description)
    .argument('[arguments...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (args: string[]) => {
      const { exitCode } = await execa(process.execPath, [script, ...args], {
        cwd: CHECKOUT_ROOT,
        stdio: 'inherit',
        reject: false,
      });
      process.exitCode = exitCode ?? 1;
    });
}
