import { type Command, Option } from 'commander';
import { parseToken } from './arguments.ts';
import { FORMATS, type FormatFlags } from './output/output-format.ts';

/** What holds for every command, before or behind its name. */
export interface GlobalFlags extends FormatFlags {
  readonly backend?: string;
  readonly readOnly?: boolean;
  readonly agent?: string;
  readonly claimToken?: number;
  readonly pager?: boolean;
  readonly color?: boolean;
}

export function addGlobalFlags(command: Command): Command {
  return command
    .option('--backend <name>', 'the configured tracker to use; see `issue backend list`')
    .addOption(new Option('--format <format>', 'how to print what is found').choices(FORMATS))
    .option('--template <text>', 'print each item by a template, such as "{{.number}} {{.title}}"')
    .option('--json', 'print a versioned envelope: {schemaVersion, data, page: {total, next}}')
    .option('--agent <name>', 'who acts; the default is ISSUE_CORE_AGENT, the configuration, the user')
    .addOption(
      new Option(
        '--token, --claim-token <number>',
        'the fencing token of your claim; a stale one is refused',
      ).argParser(parseToken),
    )
    .option('--read-only', 'refuse whatever would write')
    .option('--no-pager', 'never show the output in a pager')
    .option('--no-color', 'print without colours and links; so does NO_COLOR');
}
