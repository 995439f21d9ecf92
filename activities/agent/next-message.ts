import type Anthropic from '@anthropic-ai/sdk';
import type { ToolResult, TurnResults } from '@fixpoint/contracts/agent-activities.ts';
import type { RecordedResponse } from './schemas.ts';
import { isCutOff, type ToolUse, toolUses } from './tool-uses.ts';
import { delimited } from './untrusted-text.ts';

const NO_TOOL_CALLED =
  'You called no tool. Use a tool to go on; call submit when the work is done, ask when the issue is too vague, give_up when it cannot be done.';
const CUT_OFF = 'Your answer was cut off at its length limit. Go on in smaller steps.';
const NOT_RUN_CUT_OFF =
  'This call was cut off at the length limit of an answer, and was not run. Use smaller steps.';
const NOT_RUN = 'This call was not run.';

/** The message that follows a response: a result for each of its tool calls, or a nudge when it had none. */
export function composeNextMessage(
  last: RecordedResponse,
  results: readonly ToolResult[],
  verdicts: TurnResults['verdicts'],
): Anthropic.MessageParam {
  const uses = toolUses(last.content);
  if (uses.length === 0) return { role: 'user', content: [nudge(last.stopReason)] };
  return { role: 'user', content: uses.map((use) => toolResult(use, last.stopReason, results, verdicts)) };
}

function nudge(stopReason: string): Anthropic.TextBlockParam {
  return { type: 'text', text: delimited('fixpoint_says', isCutOff(stopReason) ? CUT_OFF : NO_TOOL_CALLED) };
}

function toolResult(
  use: ToolUse,
  stopReason: string,
  results: readonly ToolResult[],
  verdicts: TurnResults['verdicts'],
): Anthropic.ToolResultBlockParam {
  const verdict = verdicts.find(({ toolUseId }) => toolUseId === use.id);
  if (verdict) return resultBlock(use, delimited('fixpoint_says', verdict.text), verdict.isError);
  const result = results.find(({ toolUseId }) => toolUseId === use.id);
  if (result) return resultBlock(use, delimited('tool_output', result.content), result.isError);
  return resultBlock(use, delimited('fixpoint_says', isCutOff(stopReason) ? NOT_RUN_CUT_OFF : NOT_RUN), true);
}

function resultBlock(use: ToolUse, text: string, isError: boolean): Anthropic.ToolResultBlockParam {
  const block: Anthropic.ToolResultBlockParam = {
    type: 'tool_result',
    tool_use_id: use.id,
    content: [{ type: 'text', text }],
  };
  return isError ? { ...block, is_error: true } : block;
}
