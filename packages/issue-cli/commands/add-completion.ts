import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/** Adds `completion SHELL`, and the hidden `complete -- WORDS` which the script of the shell asks. */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: 'completion' });
}
