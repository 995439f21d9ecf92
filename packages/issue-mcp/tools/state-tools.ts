import { AgentName, IssueNumber } from '@fixpoint/issue-core/wire/fields.ts';
import { JsonObject } from '@fixpoint/issue-core/wire/json-object.ts';
import { z } from 'zod';
import { LIST_BYTES } from '../answers/budget.ts';
import { clipText, jsonBytes } from '../answers/clip.ts';
import { offsetAnswer } from '../answers/offset-answer.ts';
import { stateSummary } from '../answers/state-answer.ts';
import { Offset, UnderClaim, writeOf } from './arguments.ts';
import { defineTool } from './tool.ts';

export const STATE_TOOLS = [
  defineTool({
    name: 'get_state',
    title: 'Read what an agent noted',
    description:
      'What an agent noted about an issue; you, when none is named. One that is too long comes as `stateText`, a part of its JSON that goes on at `next`.',
    power: 'read',
    input: z.strictObject({
      number: IssueNumber,
      agent: AgentName.exactOptional(),
      offset: Offset,
    }),
    run: async (tracker, { number, agent = tracker.agent, offset }) => {
      const found = await tracker.getAgentState(number, agent);
      if (found === null) return { agent, state: null, revision: 0 };
      const { state, revision, updatedAt } = found;
      if (offset === 0 && jsonBytes(state) <= LIST_BYTES) return { agent, revision, updatedAt, state };
      const { value, next } = clipText(JSON.stringify(state), LIST_BYTES, offset);
      return {
        agent,
        revision,
        updatedAt,
        stateText: value,
        next,
        ...(next === null ? {} : { truncated: true }),
      };
    },
  }),
  defineTool({
    name: 'list_states',
    title: 'Read what all agents noted',
    description:
      'What each agent noted about an issue; goes on at `next`. Of a long note only `stateBytes`: get_state.',
    power: 'read',
    input: z.strictObject({ number: IssueNumber, offset: Offset }),
    run: async (tracker, { number, offset }) =>
      offsetAnswer(await tracker.listAgentStates(number), offset, stateSummary),
  }),
  defineTool({
    name: 'set_state',
    title: 'Note something about an issue',
    description:
      'Replaces what you noted about an issue: a JSON object of at most 64 KiB, for yourself after a restart and for others.',
    power: 'write',
    destructive: true,
    idempotent: true,
    input: z.strictObject({
      number: IssueNumber,
      state: JsonObject,
      expectedRevision: z.int().min(0).exactOptional().describe('0 wants that there is none'),
      ...UnderClaim,
    }),
    run: async (tracker, { number, state, expectedRevision, ...write }, { signal }) => {
      const { agent, revision, updatedAt } = await tracker.setAgentState(number, state, {
        ...writeOf(write, signal),
        ...(expectedRevision === undefined ? {} : { expectedRevision }),
      });
      return { agent, revision, updatedAt };
    },
  }),
] as const;
