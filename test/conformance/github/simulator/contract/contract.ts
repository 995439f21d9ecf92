import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { bodySchemaOf } from './deviations.ts';
import { type ApiDocument, type Operation, readApiDocument } from './document.ts';
import { isObject, type Json, referencesIn, toJsonSchema } from './json-schema.ts';

export interface Routed {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
}

/** Every way is a list of what is wrong, empty when nothing is. */
export interface Contract {
  route(method: string, path: string): Routed | null;
  checkRequest(routed: Routed, query: URLSearchParams, body: Json | undefined): readonly string[];
  checkAnswer(operation: Operation, status: number, body: Json | undefined): readonly string[];
  checkWebhook(name: string, payload: Json): readonly string[];
}

/** What every operation may answer: GitHub's document lists them for some only, and its text for the rest. */
const ANYWHERE = new Set([301, 304, 307, 401, 403, 404, 410, 422, 429]);

/**
 * Requests and answers against GitHub's own document. Schemas are compiled when they are first needed, with what they refer to:
 * all of them would take minutes.
 */
export function createContract(document: ApiDocument = readApiDocument()): Contract {
  const options = { strict: false, validateSchema: false, allErrors: false, logger: false } as const;
  const bodies = addFormats.default(new Ajv(options));
  /** Query and path are text, of which numbers are made. */
  const texts = addFormats.default(new Ajv({ ...options, coerceTypes: true }));
  const compiled = new Map<string, ValidateFunction>();
  const known = new Set<string>();
  const routes = document.operations
    .map((operation) => ({ operation, ...patternOf(operation.template) }))
    // `/issues/comments` before `/issues/{issue_number}`.
    .toSorted((a, b) => a.names.length - b.names.length);

  function addReferences(schema: Json): void {
    for (const name of referencesIn(schema)) {
      if (known.has(name)) continue;
      known.add(name);
      const referred = document.schema(name);
      if (referred === null) throw new Error(`The document refers to ${name}, which it lacks.`);
      bodies.addSchema(relative(toJsonSchema(referred)) as object, name);
      addReferences(referred);
    }
  }

  function check(key: string, schema: Json, value: Json | undefined, ajv = bodies): readonly string[] {
    let validate = compiled.get(key);
    if (!validate) {
      addReferences(schema);
      validate = ajv.compile(relative(toJsonSchema(schema)) as object);
      compiled.set(key, validate);
    }
    if (validate(value)) return [];
    return (validate.errors ?? []).map((it) => `${key}: ${it.instancePath || 'it'} ${it.message}`);
  }

  function checkTexts({ operation, path }: Routed, query: URLSearchParams): readonly string[] {
    const inQuery = operation.parameters.filter((it) => it.in === 'query');
    const unknown = [...query.keys()].filter((name) => !inQuery.some((it) => it.name === name));
    const wrong = operation.parameters.flatMap((it) => {
      const value = it.in === 'path' ? path[it.name] : it.in === 'query' ? query.get(it.name) : null;
      if (value === null || value === undefined) return it.required ? [`${it.name} is missing`] : [];
      const schema = { type: 'object', properties: { [it.name]: it.schema } };
      return check(`${operation.id} ${it.in}`.concat(' ', it.name), schema, { [it.name]: value }, texts);
    });
    return [...unknown.map((name) => `${operation.id}: there is no parameter ${name}`), ...wrong];
  }

  return {
    route(method, path) {
      const parts = path.split('/');
      for (const { operation, names, segments } of routes) {
        if (operation.method !== method || segments.length !== parts.length) continue;
        if (!segments.every((segment, at) => segment === null || segment === parts[at])) continue;
        const values = parts.filter((_, at) => segments[at] === null).map(decodeURIComponent);
        return { operation, path: Object.fromEntries(names.map((name, at) => [name, values[at] ?? ''])) };
      }
      return null;
    },
    checkRequest(routed, query, body) {
      const { operation } = routed;
      const texts = checkTexts(routed, query);
      if (operation.body === null) return body === undefined ? texts : [...texts, `${operation.id}: a body`];
      if (body === undefined) return operation.bodyRequired ? [...texts, `${operation.id}: no body`] : texts;
      const schema = bodySchemaOf(operation.id, operation.body);
      const unknown = unknownNames(schema, body).map((name) => `${operation.id}: there is no field ${name}`);
      return [...texts, ...unknown, ...check(`${operation.id} body`, schema, body)];
    },
    checkAnswer(operation, status, body) {
      const schema = operation.answers.get(status);
      if (schema === undefined) {
        if (ANYWHERE.has(status)) return [];
        return [`${operation.id}: it never answers ${status}`];
      }
      if (schema === null) return body === undefined ? [] : [`${operation.id} ${status}: it has no body`];
      return check(`${operation.id} ${status}`, schema, body);
    },
    checkWebhook(name, payload) {
      const schema = document.webhook(name);
      return schema === null ? [`there is no webhook ${name}`] : check(`webhook ${name}`, schema, payload);
    },
  };
}

/** `{name}` becomes null. */
function patternOf(template: string) {
  const parts = template.split('/');
  const names = parts.flatMap((part) => /^\{(.+)\}$/.exec(part)?.slice(1) ?? []);
  return { names, segments: parts.map((part) => (part.startsWith('{') ? null : part)) };
}

/** Bodies are open in the document, so a misspelt field would pass. */
function unknownNames(schema: Json, body: Json): readonly string[] {
  if (!isObject(body) || !isObject(schema) || !isObject(schema.properties)) return [];
  const { properties } = schema;
  return Object.keys(body).filter((name) => !(name in properties));
}

/** Schemas are registered under their bare names. */
function relative(schema: Json): Json {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/components/schemas/', '"$ref":"');
  return JSON.parse(text) as Json;
}
