import type { Scope } from '@fixpoint/issue-core/wire/scopes.ts';
import { createMcpServer } from '@fixpoint/issue-mcp/create-mcp-server.ts';
import type { Power } from '@fixpoint/issue-mcp/tools/tool.ts';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { requireCaller } from '../auth/authenticate.ts';
import { permits } from '../auth/scopes.ts';
import { type RouteContext, type ServerApp, trackerOf } from './context.ts';

const POWER_SCOPES = {
  read: 'issues:read',
  write: 'issues:write',
  claim: 'issues:claim',
  admin: 'issues:admin',
} as const satisfies Record<Power, Scope>;

/**
 * MCP over streamable HTTP, without sessions: each request is answered by a server of its own, with the tools that the key
 * allows. There is no stream to open with GET, so that is 405, as the protocol has it.
 */
export function mcpRoutes(app: ServerApp, context: RouteContext): void {
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());

  app.route({
    method: 'POST',
    url: '/mcp',
    config: { scope: 'issues:read', withoutIdempotency: true },
    schema: { hide: true, querystring: z.strictObject(context.backendQuery) },
    handler: async (request, reply) => {
      const { scopes } = requireCaller(request);
      const powers = (Object.keys(POWER_SCOPES) as Power[]).filter((it) => permits(scopes, POWER_SCOPES[it]));
      const onBug = (err: unknown) => context.ports.log.error({ err }, 'MCP tool failed');
      const server = createMcpServer(trackerOf(context, request), {
        powers,
        stopping: closing.signal,
        onBug,
      });
      const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
      // Nobody is there any more to answer: what is still going on for it ends.
      reply.raw.once('close', () => void server.close());
      try {
        await server.connect(transport);
        const answer = await transport.handleRequest(toWebRequest(request), { parsedBody: request.body });
        return await send(reply, answer);
      } finally {
        await server.close();
      }
    },
  });
}

/** Only its headers are looked at: the body was parsed already. */
function toWebRequest({ headers, signal }: FastifyRequest): Request {
  const given = ['accept', 'content-type', 'mcp-protocol-version'].flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value] as [string, string]] : [];
  });
  return new Request('http://localhost/mcp', { method: 'POST', headers: given, signal });
}

async function send(reply: FastifyReply, answer: Response): Promise<FastifyReply> {
  const text = await answer.text();
  const type = answer.headers.get('content-type');
  if (type !== null) reply.type(type);
  return reply.code(answer.status).send(text === '' ? undefined : text);
}
