import type { FastifyInstance } from 'fastify';
import { PROBLEM_TYPE, Problem } from '../answers/problem.ts';

const PROBLEM_RESPONSE = {
  description: 'A problem, with a stable code',
  content: { [PROBLEM_TYPE]: { schema: Problem } },
};
const SECURITY = [{ bearer: [] }, { apiKey: [] }];

/** Every route that wants a key says so in the document, and that it may answer with a problem. */
export function describeSecurity(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const scope = route.config?.scope;
    if (scope === undefined || route.schema === undefined) return;
    const { response, description = '' } = route.schema;
    route.schema = {
      ...route.schema,
      description: `${description}\n\nNeeds the scope \`${scope}\`.`.trim(),
      security: SECURITY,
      response: {
        ...(typeof response === 'object' ? response : {}),
        '4xx': PROBLEM_RESPONSE,
        '503': PROBLEM_RESPONSE,
      },
    };
  });
}
