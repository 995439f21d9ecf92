import { Command, Help, type Option } from 'commander';
import type { CommandContext } from './command-context.ts';
import { agentsCommand } from './commands/agents.ts';
import { assignCommand } from './commands/assign.ts';
import { attachCommand } from './commands/attach.ts';
import { backendCommand } from './commands/backend.ts';
import { claimCommand, heartbeatCommand, releaseCommand } from './commands/claim.ts';
import { closeCommand } from './commands/close.ts';
import { commentCommand } from './commands/comment.ts';
import { completionCommand } from './commands/completion.ts';
import { configCommand } from './commands/config.ts';
import { createCommand } from './commands/create.ts';
import { deferCommand } from './commands/defer.ts';
import { deleteCommand } from './commands/delete.ts';
import { duplicatesCommand } from './commands/duplicates.ts';
import { editCommand } from './commands/edit.ts';
import { eventsCommand } from './commands/events.ts';
import { labelCommand } from './commands/label.ts';
import { linkCommand } from './commands/link.ts';
import { listCommand } from './commands/list.ts';
import { mcpCommand } from './commands/mcp.ts';
import { milestoneCommand } from './commands/milestone.ts';
import { readyCommand } from './commands/ready.ts';
import { reopenCommand } from './commands/reopen.ts';
import { searchCommand } from './commands/search.ts';
import { serveCommand } from './commands/serve.ts';
import { showCommand } from './commands/show.ts';
import { stateCommand } from './commands/state.ts';
import { syncCommand } from './commands/sync.ts';
import type { ExitCode } from './exit-codes.ts';
import { addGlobalFlags, type GlobalFlags } from './global-flags.ts';
import { examplesText } from './help-examples.ts';
import { createPrinter } from './output/printer.ts';
import packageJson from './package.json' with { type: 'json' };
import type { World } from './world.ts';

type MakeCommand = (context: CommandContext) => Command;

const GROUPS: Readonly<Record<string, readonly MakeCommand[]>> = {
  'Issues:': [
    listCommand,
    searchCommand,
    showCommand,
    createCommand,
    editCommand,
    closeCommand,
    reopenCommand,
    commentCommand,
    labelCommand,
    milestoneCommand,
    assignCommand,
    linkCommand,
    attachCommand,
    duplicatesCommand,
    deleteCommand,
  ],
  'Agents:': [
    readyCommand,
    claimCommand,
    heartbeatCommand,
    releaseCommand,
    deferCommand,
    stateCommand,
    eventsCommand,
    agentsCommand,
  ],
  'Trackers:': [backendCommand, syncCommand, configCommand],
  'Servers:': [serveCommand, mcpCommand],
};

/** The command line: one file a command, every one of them bound to this world. */
export async function createProgram(
  argv: readonly string[],
  world: World,
  endWith: (exitCode: ExitCode) => void,
): Promise<Command> {
  const program = new Command('issue');
  const flags = () => program.opts<GlobalFlags>();
  const context: CommandContext = {
    world,
    flags,
    printer: () => createPrinter(world, flags()),
    endWith,
  };
  addGlobalFlags(program)
    .description('One interface to every issue tracker: Gitea, GitHub, GitLab, and a local one.')
    .version(packageJson.version)
    .helpCommand('help [command]', 'show help for a command');
  for (const [heading, makers] of Object.entries(GROUPS)) {
    for (const make of makers) program.addCommand(make(context).helpGroup(heading));
  }
  if (argv[0] === 'completion' || argv[0] === 'complete') {
    const { addCompletion } = await import('./commands/add-completion.ts');
    await addCompletion(program, argv, world);
  } else {
    program.addCommand(completionCommand().helpGroup('Trackers:'));
  }
  bindTo(program, world);
  return program;
}

/** Commander ends the process and writes to it by itself, and subcommands do not inherit what was set. */
function bindTo(command: Command, world: World, path: readonly string[] = []): void {
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: globalOptionsOf })
    .configureOutput({
      writeOut: (text) => void world.stdout.write(text),
      // What a command that is only a group of others prints when none of them is named.
      writeErr: (text) => void world.stderr.write(text),
      // Errors are told by whoever called, so that they can be told as JSON.
      outputError: () => undefined,
      getOutHelpWidth: () => world.columns,
    })
    .addHelpText('after', examplesText(path.join(' ')));
  for (const subcommand of command.commands) bindTo(subcommand, world, [...path, subcommand.name()]);
}

/** `--version` says nothing about a command. */
function globalOptionsOf(this: Help, command: Command): Option[] {
  const options = Help.prototype.visibleGlobalOptions.call(this, command);
  return options.filter(({ long }) => long !== '--version');
}
