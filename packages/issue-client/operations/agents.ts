import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { AgentAnswer, AgentStateAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { z } from 'zod';
import { type ClientContext, headersOf } from '../context.ts';

type AgentOperations = Pick<
  Tracker,
  'setAgentState' | 'getAgentState' | 'listAgentStates' | 'registerAgent' | 'listAgents'
>;

export function agentOperations({ ask, agent: self }: ClientContext): AgentOperations {
  return {
    setAgentState: async (number, state, { expectedRevision, ...write } = {}) =>
      ask({
        method: 'PUT',
        path: ['issues', number, 'state'],
        body: { state, expectedRevision },
        headers: headersOf(write),
        answer: AgentStateAnswer,
        signal: write.signal,
      }),
    async getAgentState(number, agent = self) {
      try {
        const path = ['issues', number, 'states', agent];
        return await ask({ method: 'GET', path, answer: AgentStateAnswer });
      } catch (error) {
        if (error instanceof FixpointError && error.code === 'ISSUE_NOT_FOUND') return null;
        throw error;
      }
    },
    listAgentStates: (number) =>
      ask({
        method: 'GET',
        path: ['issues', number, 'states'],
        answer: z.array(AgentStateAnswer).readonly(),
      }),
    registerAgent: ({ name, kind, roles }) =>
      ask({ method: 'PUT', path: ['agents', name], body: { kind, roles }, answer: AgentAnswer }),
    listAgents: () => ask({ method: 'GET', path: ['agents'], answer: z.array(AgentAnswer).readonly() }),
  };
}
