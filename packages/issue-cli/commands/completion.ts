import { Argument, Command } from 'commander';

export const SHELLS = ['zsh', 'bash', 'fish', 'powershell'] as const;

/** Only shows up in the help: when it is called, `add-completion.ts` stands in its place. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print the completion script of a shell: source <(issue completion bash)')
    .addArgument(new Argument('<shell>', 'for which shell').choices(SHELLS));
}
