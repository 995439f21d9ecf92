import type { AgentContainer, CommandResult } from '../workspace/agent-container.ts';
import { BashInput } from './inputs.ts';
import { type CallOutcome, malformed, refused } from './outcome.ts';

const KILLED = 137;

/** The `bash` tool: a command in the held shell, or a restart of it. */
export async function runBash(
  agent: AgentContainer,
  input: unknown,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<CallOutcome> {
  const parsed = BashInput.safeParse(input);
  if (!parsed.success) return malformed(parsed.error);
  if (parsed.data.restart === true) {
    await agent.restart();
    return { content: 'The shell was restarted.', isError: false, shellRestarted: true, intent: null };
  }
  if (parsed.data.command === undefined) return refused('Error: give a command, or restart: true.');
  return tellResult(await agent.bash(parsed.data.command, options));
}

/** A command that fails is a result, not an error of the tool; one that took the shell along is. */
export function tellResult(result: CommandResult): CallOutcome {
  const lines = [result.output.replace(/\n$/, '')];
  if (result.output === '' && result.restarted === null) lines[0] = '(no output)';
  if (result.exitCode !== null && result.exitCode !== 0) lines.push(`[exit code ${result.exitCode}]`);
  if (result.exitCode === KILLED) lines.push('[it was killed; was it out of memory?]');
  if (result.restarted !== null)
    lines.push(`[${result.restarted}; its directory and variables are gone, the files are not]`);
  return {
    content: lines.filter((line) => line !== '').join('\n'),
    isError: result.restarted !== null,
    shellRestarted: result.restarted !== null,
    intent: null,
  };
}
