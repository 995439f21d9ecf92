import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemOfStatus, sendProblem } from './problem.ts';

export interface NotFound {
  /** Remembers what is served; before any route is. */
  watch(app: FastifyInstance): void;
  /** Answers 404 for paths that nobody serves, and 405 with `Allow` for methods that nobody serves there. */
  answer(request: FastifyRequest, reply: FastifyReply): FastifyReply;
}

export function createNotFound(): NotFound {
  const methods = new Map<string, Set<string>>();

  return {
    watch(app) {
      app.addHook('onRoute', ({ url, method }) => {
        const known = methods.get(url) ?? new Set();
        for (const name of [method].flat()) known.add(name);
        methods.set(url, known);
      });
    },
    answer(request, reply) {
      const [path = '/'] = request.url.split('?');
      const allowed = new Set<string>();
      for (const [url, known] of methods) if (fits(url, path)) for (const name of known) allowed.add(name);
      if (allowed.size === 0) return sendProblem(reply, problemOfStatus(404, 'Nobody serves this path.'));
      reply.header('allow', [...allowed].toSorted().join(', '));
      return sendProblem(reply, problemOfStatus(405, `${request.method} is not served here.`));
    },
  };
}

/** Whether a path fits a route such as `/issues/:number/links`. */
function fits(route: string, path: string): boolean {
  const [wanted, given] = [route.split('/'), path.split('/')];
  return (
    wanted.length === given.length && wanted.every((part, i) => part.startsWith(':') || part === given[i])
  );
}
