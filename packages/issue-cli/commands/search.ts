import { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { addPageFlags, listIssues } from './list.ts';

/** `issue search`: text and qualifiers, in every state. */
export function searchCommand(context: CommandContext): Command {
  return addPageFlags(new Command('search'))
    .argument(
      '<query...>',
      'words and qualifiers, such as: crash label:bug is:open; after -- also -label:bug',
    )
    .description('find issues of every state by the query language (docs/query-language.md)')
    .action((words: readonly string[], flags: object) =>
      listIssues(context, { ...flags, query: words.join(' ') }),
    );
}
