import { timingSafeEqual } from 'node:crypto';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { AgentName } from '@fixpoint/issue-core/wire/fields.ts';
import { ENVIRONMENT_KEY_ID, SCOPES, type Scope } from '@fixpoint/issue-core/wire/scopes.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Caller, TASK_AGENT } from './caller.ts';
import { hashOf, type KeyStore } from './key-store.ts';
import { permits } from './scopes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null without a valid key. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** What a key needs for this route; left out, everybody may ask. */
    scope?: Scope;
  }
}

export interface AuthenticationOptions {
  readonly keys: KeyStore;
  readonly apiKey: string | null;
  readonly defaultAgent: string;
}

const BEARER = /^Bearer +(\S+) *$/i;
/** The agent as which a key with `issues:admin` acts. */
export const AGENT_HEADER = 'issue-core-agent';

/**
 * Finds out who asks before anything is counted, and refuses who may not before a body is read. Wrong keys look all the
 * same, and are compared in constant time.
 */
export function authenticate(app: FastifyInstance, options: AuthenticationOptions): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request) => {
    request.caller = request.routeOptions.config.scope === undefined ? null : callerOf(request, options);
  });
  app.addHook('preParsing', async (request) => {
    const { scope } = request.routeOptions.config;
    if (scope !== undefined) authorize(request, scope);
  });
}

/** @throws FixpointError API_KEY_INVALID: routes without a scope have no caller */
export function requireCaller({ caller }: FastifyRequest): Caller {
  if (caller) return caller;
  throw new FixpointError('API_KEY_INVALID', '');
}

function authorize(request: FastifyRequest, scope: Scope): void {
  const caller = requireCaller(request);
  if (!permits(caller.scopes, scope)) throw new FixpointError('API_SCOPE_MISSING', `It needs ${scope}.`);
  const wanted = request.headers[AGENT_HEADER];
  if (wanted === undefined || wanted === caller.agent) return;
  if (!permits(caller.scopes, 'issues:admin')) {
    throw new FixpointError('API_SCOPE_MISSING', 'To act as another agent it needs issues:admin.');
  }
  const agent = AgentName.safeParse(wanted);
  if (!agent.success || agent.data === TASK_AGENT) {
    throw new FixpointError('INVALID_INPUT', `${AGENT_HEADER}: is no name of an agent.`);
  }
  request.caller = { ...caller, agent: agent.data };
}

function callerOf(request: FastifyRequest, { keys, apiKey, defaultAgent }: AuthenticationOptions) {
  const secret = secretIn(request);
  if (secret === null) return null;
  if (apiKey !== null && timingSafeEqual(hashOf(secret), hashOf(apiKey))) {
    return { keyId: ENVIRONMENT_KEY_ID, agent: defaultAgent, scopes: SCOPES };
  }
  const key = keys.verify(secret);
  return key && { keyId: key.id, agent: key.agent, scopes: key.scopes };
}

function secretIn({ headers }: FastifyRequest): string | null {
  const bearer = BEARER.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const key = headers['x-api-key'];
  return typeof key === 'string' && key !== '' ? key : null;
}
