import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { AgentProfile } from '@fixpoint/issue-core/wire/agent.ts';
import { AgentAnswer, AgentStateAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { AgentName } from '@fixpoint/issue-core/wire/fields.ts';
import { JsonObject } from '@fixpoint/issue-core/wire/json-object.ts';
import { z } from 'zod';
import { requireCaller } from '../auth/authenticate.ts';
import { permits } from '../auth/scopes.ts';
import { type RouteContext, type ServerApp, trackerOf, writeOf } from './context.ts';
import { NumberParams, ReadHeaders, WriteHeaders } from './parameters.ts';

const tags = ['agents'];
const States = z.array(AgentStateAnswer).readonly();

export function agentRoutes(app: ServerApp, context: RouteContext): void {
  const querystring = z.strictObject(context.backendQuery);

  app.route({
    method: 'GET',
    url: '/agents',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listAgents',
      summary: 'Who is registered',
      headers: ReadHeaders,
      querystring,
      response: { 200: z.array(AgentAnswer).readonly() },
    },
    handler: (request) => trackerOf(context, request).listAgents(),
  });

  app.route({
    method: 'PUT',
    url: '/agents/:name',
    config: { scope: 'issues:claim' },
    schema: {
      tags,
      operationId: 'registerAgent',
      summary: 'Registers the agent of this key; with issues:admin any agent',
      headers: ReadHeaders,
      params: z.object({ name: AgentName }),
      querystring,
      body: AgentProfile,
      response: { 200: AgentAnswer },
    },
    handler: async (request) => {
      const { agent, scopes } = requireCaller(request);
      const { name } = request.params;
      if (name !== agent && !permits(scopes, 'issues:admin')) {
        throw new FixpointError('API_SCOPE_MISSING', 'To register another agent it needs issues:admin.');
      }
      return trackerOf(context, request).registerAgent({ name, ...request.body });
    },
  });

  app.route({
    method: 'GET',
    url: '/issues/:number/states',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listAgentStates',
      summary: 'What agents noted about an issue',
      headers: ReadHeaders,
      params: NumberParams,
      querystring,
      response: { 200: States },
    },
    handler: (request) => trackerOf(context, request).listAgentStates(request.params.number),
  });

  app.route({
    method: 'GET',
    url: '/issues/:number/states/:agent',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'getAgentState',
      summary: 'What one agent noted about an issue',
      headers: ReadHeaders,
      params: NumberParams.extend({ agent: AgentName }),
      querystring,
      response: { 200: AgentStateAnswer },
    },
    handler: async (request) => {
      const { number, agent } = request.params;
      const state = await trackerOf(context, request).getAgentState(number, agent);
      if (state) return state;
      throw new FixpointError('ISSUE_NOT_FOUND', `${agent} noted nothing about #${number}.`);
    },
  });

  app.route({
    method: 'PUT',
    url: '/issues/:number/state',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'setAgentState',
      summary: 'Replaces what this agent noted about an issue',
      headers: WriteHeaders,
      params: NumberParams,
      querystring,
      body: z.strictObject({
        state: JsonObject.describe('At most 64 KiB'),
        expectedRevision: z.int().min(0).exactOptional().describe('0 wants that there is none'),
      }),
      response: { 200: AgentStateAnswer },
    },
    handler: (request) => {
      const { state, expectedRevision } = request.body;
      return trackerOf(context, request).setAgentState(request.params.number, state, {
        ...writeOf(request),
        ...(expectedRevision === undefined ? {} : { expectedRevision }),
      });
    },
  });
}
