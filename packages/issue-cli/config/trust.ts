import { childEnvironment } from '@fixpoint/config/issue-cli.ts';
import type { Environment } from '@fixpoint/config/read-environment.ts';
import type { Sourced } from './backend-fields.ts';
import { type NamedRemote, webAddressOf } from './remotes.ts';
import { configPathOf } from './repository-config.ts';
import type { RepositoryRoot } from './repository-root.ts';
import { runTool } from './run-tool.ts';

/**
 * Whether the user chose this server, so that a token which names no server may go there. A clone brings its configuration
 * along, and that could name anybody's server: it counts only when it is not committed, or agrees with a remote.
 */
export async function isChosenByUser(
  url: Sourced<string>,
  root: RepositoryRoot,
  listRemotes: () => Promise<readonly NamedRemote[]>,
  environment: Environment | undefined,
): Promise<boolean> {
  if (url.from !== 'config') return true;
  if (!root.git) return true;
  const { origin } = new URL(url.value);
  const remotes = await listRemotes();
  // SSH says nothing about HTTP and its port, so there the host has to do, by HTTPS.
  if (
    remotes.some(
      (it) => webAddressOf(it) === origin || (it.scheme === 'ssh' && `https://${it.host}` === origin),
    )
  )
    return true;
  const tracked = await runTool({
    command: 'git',
    args: ['ls-files', '--error-unmatch', '--', configPathOf(root.path)],
    cwd: root.path,
    environment: childEnvironment({ LC_ALL: 'C' }, environment),
  });
  return tracked === null;
}
