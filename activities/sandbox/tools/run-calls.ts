import type { AssistantTurn } from '@fixpoint/contracts/agent-activities.ts';
import { MAX_CALLS_PER_TURN } from '@fixpoint/contracts/limits.ts';
import { TOOL_NAMES } from '@fixpoint/contracts/tools.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { runBash } from './bash.ts';
import { runEdit } from './edit.ts';
import { endsTurn, readIntent } from './intents.ts';
import { type CallOutcome, refused } from './outcome.ts';

type ToolCall = AssistantTurn['calls'][number];

export interface DoneCall {
  readonly call: ToolCall;
  readonly outcome: CallOutcome;
  readonly durationMs: number;
}

/**
 * Runs the calls of a turn in their order. What is wrong with a call is a result for the model.
 *
 * @throws FixpointError when the workspace is lost; the signal's reason
 */
export async function runCalls(
  workspace: Workspace,
  calls: readonly ToolCall[],
  signal: AbortSignal,
  now: () => number,
): Promise<DoneCall[]> {
  const done: DoneCall[] = [];
  let ended = false;
  for (const [index, call] of calls.entries()) {
    const startedAt = now();
    const outcome =
      ended || index >= MAX_CALLS_PER_TURN ? refused(notRun(index)) : await runCall(workspace, call, signal);
    ended ||= endsTurn(outcome.intent);
    done.push({ call, outcome, durationMs: Math.max(0, Math.round(now() - startedAt)) });
  }
  return done;
}

function notRun(index: number): string {
  return index < MAX_CALLS_PER_TURN
    ? 'not run'
    : `Error: not run: a turn has at most ${MAX_CALLS_PER_TURN} calls.`;
}

async function runCall(
  { agent, spec }: Workspace,
  call: ToolCall,
  signal: AbortSignal,
): Promise<CallOutcome> {
  switch (call.name) {
    case TOOL_NAMES.bash:
      return runBash(agent, call.input, { timeoutMs: spec.limits.commandTimeoutMs, signal });
    case TOOL_NAMES.edit:
      return runEdit(agent, call.input, signal);
    default:
      return (
        readIntent(call.toolUseId, call.name, call.input) ??
        refused(`Error: there is no tool ${call.name.slice(0, 100)}.`)
      );
  }
}
