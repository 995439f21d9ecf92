import { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { addListenFlags, type ListenFlags } from '../serving/listen-flags.ts';

/** `issue serve`: the trackers of this repository over HTTP, for other hosts and programs. */
export function serveCommand(context: CommandContext): Command {
  return addListenFlags(new Command('serve'))
    .description('serve the trackers over HTTP: REST, POST /issues/, events, webhooks, MCP, and /docs')
    .addHelpText(
      'after',
      '\nClients send the key that ISSUE_CORE_API_KEY holds here, as "Authorization: Bearer KEY" or "X-API-Key: KEY".',
    )
    .action(async (flags: ListenFlags) => {
      const { serveHttp } = await import('../serving/serve-http.ts');
      await serveHttp(context, flags);
    });
}
