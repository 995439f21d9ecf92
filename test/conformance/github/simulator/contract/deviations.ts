import { isObject, type Json } from './json-schema.ts';

/**
 * Where GitHub takes more than its document says; each with who says so. Nothing else may differ.
 */
const BODIES: Readonly<Record<string, (schema: Json) => Json>> = {
  // A null takes the date away: github.com/harvester/harvester/pull/11739, github.com/octokit/octokit.js/pull/1404.
  'issues/update-milestone': (schema) => withProperty(schema, 'due_on', { nullable: true, type: 'string' }),
  // The description of `labels` in the document itself: "You can also pass an array of labels directly".
  'issues/add-labels': (schema) => ({ anyOf: [schema, { type: 'array', items: { type: 'string' } }] }),
  'issues/set-labels': (schema) => ({ anyOf: [schema, { type: 'array', items: { type: 'string' } }] }),
};

/** The schema of an operation's body as GitHub goes by it. */
export function bodySchemaOf(operationId: string, schema: Json): Json {
  return BODIES[operationId]?.(schema) ?? schema;
}

function withProperty(schema: Json, name: string, property: Json): Json {
  if (!isObject(schema) || !isObject(schema.properties)) return schema;
  return { ...schema, properties: { ...schema.properties, [name]: property } };
}
