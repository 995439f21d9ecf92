export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same schema of OpenAPI 3.0 as JSON Schema, which has no `nullable`; references are kept. */
export function toJsonSchema(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(toJsonSchema);
  if (!isObject(schema)) return schema;
  const { nullable, example: _example, examples: _examples, ...kept } = schema;
  const converted: JsonObject = Object.fromEntries(
    Object.entries(kept).map(([name, value]) => [name, toJsonSchema(value)]),
  );
  return nullable === true ? orNull(converted) : converted;
}

function orNull(schema: JsonObject): JsonObject {
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  // GitHub's document lists no null among the values of what is nullable, but its answers have it.
  const values = Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {};
  return { ...schema, ...values, type: [schema.type, 'null'] };
}

const REFERENCE = /^#\/components\/schemas\/(.+)$/;

/** The names of the schemas that one refers to. */
export function referencesIn(schema: Json): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(referencesIn);
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([name, value]) => {
    const target = name === '$ref' && typeof value === 'string' ? REFERENCE.exec(value)?.[1] : undefined;
    return target === undefined ? referencesIn(value) : [target];
  });
}
