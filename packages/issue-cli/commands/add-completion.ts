import { script } from '@bomb.sh/tab';
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { BASH_SCRIPT } from '../completion/bash-script.ts';
import { knownValues } from '../completion/known-values.ts';
import { kindOfArgumentNamed, kindOfOption, wantedValue } from '../completion/wanted-value.ts';
import { ZSH_SCRIPT } from '../completion/zsh-script.ts';
import { type World, writeTo } from '../world.ts';

/**
 * Adds `completion SHELL`, and the hidden `complete -- WORDS` which the script of the shell asks: commands, flags and their
 * choices, and what the tracker knows of what is being typed.
 */
export async function addCompletion(program: Command, argv: readonly string[], world: World): Promise<void> {
  // Before the commands of the completion itself are added.
  const wanted = argv[0] === 'complete' ? wantedValue(program, argv.slice(argv.indexOf('--') + 1)) : null;
  const completed = tab(program, { completionCommandName: 'completion' });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.action((shell: string) => printScript(shell, world));
  for (const command of completed.commands.values()) {
    // What holds for every command may stand behind its name.
    for (const [name, option] of completed.options) {
      if (!command.options.has(name)) command.options.set(name, option);
    }
  }
  if (!wanted) return;
  const values = await knownValues(wanted, world);
  const tell = (complete: (value: string, description: string) => void) => {
    for (const { value, description } of values) complete(value, description);
  };
  for (const command of [completed, ...completed.commands.values()]) {
    for (const option of command.options.values()) {
      if (kindOfOption({ name: () => option.value }) === wanted.kind) option.handler = tell;
    }
    for (const argument of command.arguments.values()) {
      if (kindOfArgumentNamed(command.value, argument.name) === wanted.kind) argument.handler = tell;
    }
  }
}

async function printScript(shell: string, { stdout }: World): Promise<void> {
  switch (shell) {
    case 'bash':
      return writeTo(stdout, BASH_SCRIPT);
    case 'zsh':
      return writeTo(stdout, ZSH_SCRIPT);
    default:
      script(shell, 'issue', 'issue');
  }
}
