import { type Intent, TOOL_NAMES } from '@fixpoint/contracts/tools.ts';
import type { z } from 'zod';
import { AskInput, DeclareTestInput, GiveUpInput, SubmitInput } from './inputs.ts';
import { type CallOutcome, malformed } from './outcome.ts';

const RECORDED = 'recorded';

/** Reads a call that is meant for the orchestrator; null when the tool is none of those. */
export function readIntent(toolUseId: string, tool: string, input: unknown): CallOutcome | null {
  switch (tool) {
    case TOOL_NAMES.declareTest:
      return record(DeclareTestInput.safeParse(input), ({ command, test_id: testId, files }) => {
        return { kind: 'declare-test', toolUseId, test: { command, testId, files: [...new Set(files)] } };
      });
    case TOOL_NAMES.submit:
      return record(SubmitInput.safeParse(input), (data) => ({ kind: 'submit', toolUseId, ...data }));
    case TOOL_NAMES.ask:
      return record(AskInput.safeParse(input), (data) => ({ kind: 'ask', toolUseId, ...data }));
    case TOOL_NAMES.giveUp:
      return record(GiveUpInput.safeParse(input), (data) => ({ kind: 'give-up', toolUseId, ...data }));
    default:
      return null;
  }
}

/** Whether nothing of the turn is run after this. */
export function endsTurn(intent: Intent | null): boolean {
  return intent !== null && intent.kind !== 'declare-test';
}

function record<T>(parsed: z.ZodSafeParseResult<T>, toIntent: (data: T) => Intent): CallOutcome {
  if (!parsed.success) return malformed(parsed.error);
  return { content: RECORDED, isError: false, shellRestarted: false, intent: toIntent(parsed.data) };
}
