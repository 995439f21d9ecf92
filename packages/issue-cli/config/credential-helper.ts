import { childEnvironment } from '@fixpoint/config/issue-cli.ts';
import type { Environment } from '@fixpoint/config/read-environment.ts';
import { runTool } from './run-tool.ts';

/** So that neither git nor a helper asks anybody: on the terminal, in a window, or in a browser. */
const NEVER_ASK = {
  GIT_TERMINAL_PROMPT: '0',
  // Empty, these keep git from the programs that it would ask with.
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
  GCM_INTERACTIVE: 'never',
  GCM_GUI_PROMPT: 'false',
};

/**
 * The password that the credential helpers of git have for this server, which forges take as a token; null when they have
 * none, would have to ask somebody, or are not done in five seconds.
 */
export async function tokenFromCredentialHelper(
  url: string,
  cwd: string,
  environment?: Environment,
): Promise<string | null> {
  const { protocol, host } = new URL(url);
  const output = await runTool({
    command: 'git',
    args: ['credential', 'fill'],
    cwd,
    environment: childEnvironment(NEVER_ASK, environment),
    input: `protocol=${protocol.slice(0, -1)}\nhost=${host}\n\n`,
  });
  const password = /^password=(.+)$/m.exec(output ?? '')?.[1];
  return password ?? null;
}
