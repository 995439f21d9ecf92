import type { AgentActivities } from '@fixpoint/contracts/agent-activities.ts';
import { cancellationSignal } from '@temporalio/activity';
import { ConversationCache } from './conversation-cache.ts';
import type { AgentPorts } from './ports.ts';
import { think } from './think.ts';

/** More than a fleet runs at once; a conversation of 60 turns is about a megabyte. */
const MAX_CONVERSATIONS = 64;

/** The activities of the agent fleet. */
export function createAgentActivities(ports: AgentPorts): AgentActivities {
  const conversations = new ConversationCache(MAX_CONVERSATIONS);
  return {
    think: (request) => think({ ...ports, conversations }, request, cancellationSignal()),
  };
}
