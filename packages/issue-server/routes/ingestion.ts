import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { requireCaller } from '../auth/authenticate.ts';
import { type Caller, TASK_AGENT } from '../auth/caller.ts';
import { ingestTask, readTask } from '../taskspec/ingest.ts';
import { TaskAnswer, TaskId, TaskSpec } from '../taskspec/schema.ts';
import { createTaskStore } from '../taskspec/task-store.ts';
import type { RouteContext, ServerApp } from './context.ts';
import { PostHeaders, ReadHeaders } from './parameters.ts';

const tags = ['tasks'];
const WithId = z.object({ id: z.string() });

function taskIdIn(body: unknown): string | null {
  return WithId.safeParse(body).data?.id ?? null;
}

export function ingestionRoutes(app: ServerApp, context: RouteContext): void {
  const { database, now } = context.ports;
  const tasks = createTaskStore(database, now);

  async function ingest(caller: Caller, task: TaskSpec, reply: FastifyReply): Promise<TaskAnswer> {
    const backend = context.backend();
    const ports = {
      tracker: backend.trackerFor(caller.agent),
      keeper: backend.trackerFor(TASK_AGENT),
      tasks,
      now,
    };
    const { answer, isNew } = await ingestTask(ports, caller, task);
    reply.code(isNew ? 201 : 200).header('location', `/api/v1/issues/${answer.number}`);
    return answer;
  }

  for (const url of ['/issues', '/issues/']) {
    app.route({
      method: 'POST',
      url,
      config: { scope: 'issues:write', idempotencyKeyOf: taskIdIn },
      schema: {
        // The same twice would be two operations with one id.
        hide: url === '/issues',
        tags,
        operationId: 'ingestTask',
        summary: 'Makes an issue of a task in the default backend; the same task again makes none',
        headers: PostHeaders,
        body: TaskSpec,
        response: { 200: TaskAnswer, 201: TaskAnswer },
      },
      handler: (request, reply) => ingest(requireCaller(request), request.body, reply),
    });
  }

  app.route({
    method: 'GET',
    url: '/api/v1/tasks/:id',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'getTask',
      summary: 'The issue that a task of this key became',
      headers: ReadHeaders,
      params: z.object({ id: TaskId }),
      response: { 200: TaskAnswer },
    },
    handler: async (request) => {
      const { keyId, agent } = requireCaller(request);
      const { id } = request.params;
      const known = tasks.find({ keyId, taskId: id });
      if (!known) throw new FixpointError('ISSUE_NOT_FOUND', `Task ${id}.`);
      const backend = context.backend(known.backend);
      return readTask(
        { tracker: backend.trackerFor(agent), keeper: backend.trackerFor(TASK_AGENT) },
        id,
        known.issue,
      );
    },
  });
}
