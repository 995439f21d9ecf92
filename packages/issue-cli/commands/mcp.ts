import { Command } from 'commander';
import { type CommandContext, withSession } from '../command-context.ts';
import { addListenFlags, type ListenFlags } from '../serving/listen-flags.ts';

interface McpFlags extends ListenFlags {
  readonly http?: boolean;
}

/** `issue mcp`: the tracker for one model over standard input and output, or for any number of them over HTTP. */
export function mcpCommand(context: CommandContext): Command {
  return addListenFlags(
    new Command('mcp')
      .description('serve the tracker to a model by the Model Context Protocol, over stdin and stdout')
      .option('--http', 'over streamable HTTP instead, at /mcp of what `issue serve` starts'),
  ).action(async ({ http, ...listen }: McpFlags) => {
    if (http) {
      const { serveHttp } = await import('../serving/serve-http.ts');
      return serveHttp(context, listen);
    }
    const { stdin: input, stdout: output, signal } = context.world;
    const { serveStdio } = await import('../serving/mcp-server.ts');
    await withSession(context, { access: 'write' }, ({ tracker }) =>
      serveStdio(tracker, { input, output, signal }),
    );
  });
}
