import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { ReadinessProbe } from './readiness.ts';

export interface HealthPorts {
  readonly readiness: ReadinessProbe;
  readonly registry: Registry;
}

/** `/healthz` (the process lives), `/readyz` (it can take a webhook) and `/metrics`. */
export async function healthRoutes(app: FastifyInstance, ports: HealthPorts): Promise<void> {
  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const { ready, checks } = await ports.readiness.read();
    return reply.code(ready ? 200 : 503).send(checks);
  });

  app.get('/metrics', async (_request, reply) =>
    reply.type(ports.registry.contentType).send(await ports.registry.metrics()),
  );
}
