import type { Tracker } from './api.ts';
import { keyOf, type TrackerContext } from './context.ts';
import { checkWrite } from './write-rule.ts';

type AgentOperations = Pick<
  Tracker,
  | 'setAgentState'
  | 'getAgentState'
  | 'listAgentStates'
  | 'registerAgent'
  | 'listAgents'
  | 'events'
  | 'waitForEvents'
  | 'lastSeq'
>;

export function agentOperations(context: TrackerContext): AgentOperations {
  const { backend, backendName, coordination, agent } = context;

  return {
    async setAgentState(number, state, options = {}) {
      const { expectedRevision } = options;
      const { precondition } = await checkWrite(context, number, 'remark', options);
      await backend.getIssue(number);
      return coordination.setAgentState(keyOf(context, number), agent, state, {
        ...(expectedRevision === undefined ? {} : { expectedRevision }),
        ...(precondition ? { precondition } : {}),
      });
    },
    getAgentState: (number, of = agent) => coordination.getAgentState(keyOf(context, number), of),
    listAgentStates: (number) => coordination.listAgentStates(keyOf(context, number)),
    registerAgent: (newAgent) => coordination.registerAgent(newAgent),
    listAgents: () => coordination.listAgents(),
    events: (request) => coordination.events({ ...request, backend: backendName }),
    waitForEvents: (request, signal, timeoutMs) =>
      coordination.waitForEvents({ ...request, backend: backendName }, signal, timeoutMs),
    lastSeq: () => coordination.lastSeq(),
  };
}
