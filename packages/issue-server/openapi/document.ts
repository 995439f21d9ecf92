import swagger from '@fastify/swagger';
import reference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { OPTIONAL_BODY } from '../routes/parameters.ts';

const TAGS = {
  tasks: 'Ingestion of TaskSpecs',
  issues: 'Issues',
  comments: 'Comments',
  labels: 'Labels',
  milestones: 'Milestones',
  users: 'People, and whoever asks',
  links: 'Links between issues',
  claims: 'The ready queue and leases on issues',
  agents: 'Agents and their notes',
  attachments: 'Files',
  events: 'What happened, in order',
  backends: 'The trackers behind this server',
  keys: 'API keys',
  webhooks: 'Outgoing webhooks',
} as const;

const DESCRIPTION = `One interface to every issue tracker. All of \`/api/v1\` takes \`?backend=\`; the default one is used
when it is left out. Errors are problems (RFC 9457) with a stable \`code\`.`;

/** For all that these pages need: whatever is injected into them loads nothing from elsewhere, and sends nothing there. */
const CONTENT_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

class NoHost extends Error {
  readonly statusCode = 400;
}

/** The document is made from the schemas that requests are checked with. Everything is served from here, nothing from a CDN. */
export function serveOpenApi(app: FastifyInstance): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Issue Core', version: '1', description: DESCRIPTION },
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        },
      },
    },
    // A constant is one in OpenAPI 3.1, too.
    convertConstToEnum: false,
    transform: createJsonSchemaTransform({}),
    transformObject: (document) => withoutUnused(withOptionalBodies(jsonSchemaTransformObject(document))),
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  app.register(reference, {
    routePrefix: '/docs',
    hooks: {
      onRequest(request, reply, done) {
        reply.header('content-security-policy', CONTENT_POLICY);
        // The pages make a URL of it.
        done(URL.canParse(`http://${request.host}`) ? undefined : new NoHost('The Host header is none.'));
      },
    },
    configuration: {
      url: '/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      authentication: { preferredSecurityScheme: 'bearer' },
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
}

const RequestBody = z.object({
  required: z.literal(true),
  content: z.object({
    'application/json': z.object({ schema: z.looseObject({ [OPTIONAL_BODY]: z.literal(true) }) }),
  }),
});
const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;

/** Every schema that has a name is told twice, as input and as output; what nobody refers to is left out. */
function withoutUnused<T extends { paths?: object; components?: { schemas?: object } }>(document: T): T {
  const schemas = new Map(Object.entries(document.components?.schemas ?? {}));
  const used = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name = ''] of (JSON.stringify(part) ?? '').matchAll(REFERENCE)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas.get(name));
    }
  };
  visit(document.paths);
  const kept = Object.fromEntries([...schemas].filter(([name]) => used.has(name)));
  return { ...document, components: { ...document.components, schemas: kept } };
}

/** Bodies that are marked so may be left out. */
function withOptionalBodies<T extends object>(document: T): T {
  return JSON.parse(JSON.stringify(document), (_, value: unknown) => {
    const body = RequestBody.safeParse(value);
    if (!body.success) return value;
    const { [OPTIONAL_BODY]: _mark, ...schema } = body.data.content['application/json'].schema;
    return { required: false, content: { 'application/json': { schema } } };
  });
}
