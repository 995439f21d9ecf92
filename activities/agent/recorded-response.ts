import type { AssistantTurn } from '@fixpoint/contracts/agent-activities.ts';
import { TOOL_NAMES } from '@fixpoint/contracts/tools.ts';
import type { ModelAnswer } from './model-client.ts';
import type { RecordedResponse } from './schemas.ts';
import { isCutOff, textOf, toolUses } from './tool-uses.ts';

/** What is recorded of an answer: its content as it is, and the calls that may be carried out. */
export function toRecordedResponse(answer: ModelAnswer): RecordedResponse {
  return {
    text: textOf(answer.content),
    calls: callsOf(answer),
    stopReason: answer.stopReason,
    content: answer.content,
  };
}

function callsOf(answer: ModelAnswer): AssistantTurn['calls'] {
  // A refusal by the provider ends the attempt as the model's own giving up does; it is recorded and paid like any answer.
  if (answer.stopReason === 'refusal') return [refusedCall(answer.refusal)];
  const whole = isCutOff(answer.stopReason) ? answer.content.slice(0, -1) : answer.content;
  return toolUses(whole).map(({ id, name, input }) => ({ toolUseId: id, name, input }));
}

function refusedCall(explanation: string | null): AssistantTurn['calls'][number] {
  const reason = `The model's provider declined to answer. ${explanation ?? ''}`.trim();
  return { toolUseId: 'refusal', name: TOOL_NAMES.giveUp, input: { reason } };
}
