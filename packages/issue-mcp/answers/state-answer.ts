import type { AgentState } from '@fixpoint/issue-core/coordination/port.ts';
import { jsonBytes } from './clip.ts';

/** Of the state of an agent that is shown in a list; `get_state` reads longer ones. */
const STATE_BYTES = 1_024;

/** What an agent noted, or only how long it is. */
export function stateSummary({ agent, revision, updatedAt, state }: AgentState) {
  const stateBytes = jsonBytes(state);
  return { agent, revision, updatedAt, ...(stateBytes <= STATE_BYTES ? { state } : { stateBytes }) };
}
