import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isObject, type Json, type JsonObject } from './json-schema.ts';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Json;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** `/repos/{owner}/{repo}/issues` */
  readonly template: string;
  readonly parameters: readonly Parameter[];
  readonly bodyRequired: boolean;
  readonly body: Json | null;
  /** By status; null for an answer without content. */
  readonly answers: ReadonlyMap<number, Json | null>;
}

/** GitHub's own description of its API, as far as a simulator needs it. */
export interface ApiDocument {
  readonly operations: readonly Operation[];
  schema(name: string): Json | null;
  /** The schema of a webhook's payload, by names such as `issues-opened`. */
  webhook(name: string): Json | null;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Reads the 13 MB of `@octokit/openapi` for github.com, not the dereferenced 73 MB. */
export function readApiDocument(): ApiDocument {
  const path = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
  const document = JSON.parse(readFileSync(path, 'utf8')) as JsonObject;

  /** What a `$ref` stands for; what is none stays. */
  function resolved(value: Json | undefined): JsonObject {
    if (!isObject(value)) return {};
    const reference = value.$ref;
    if (typeof reference !== 'string') return value;
    return resolved(at(document, ...reference.slice(2).split('/')) ?? {});
  }

  function operationOf(
    template: string,
    method: string,
    shared: Json | undefined,
    of: JsonObject,
  ): Operation {
    const parameters = [...listOf(shared), ...listOf(of.parameters)].map(resolved).map((it) => ({
      ...{ name: String(it.name), in: it.in as Parameter['in'] },
      ...{ required: it.required === true, schema: it.schema ?? {} },
    }));
    const body = resolved(of.requestBody);
    const answers = Object.entries(isObject(of.responses) ? of.responses : {}).map(
      ([status, answer]) => [Number(status), jsonOf(resolved(answer))] as const,
    );
    return {
      ...{ id: String(of.operationId), method: method.toUpperCase(), template, parameters },
      ...{ bodyRequired: body.required === true, body: jsonOf(body), answers: new Map(answers) },
    };
  }

  const operations = Object.entries(resolved(document.paths)).flatMap(([template, item]) =>
    METHODS.flatMap((method) => {
      const operation = at(item, method);
      return isObject(operation) ? [operationOf(template, method, at(item, 'parameters'), operation)] : [];
    }),
  );

  return {
    operations,
    schema: (name) => at(document, 'components', 'schemas', name) ?? null,
    webhook: (name) => {
      const item = at(document, 'x-webhooks', name, 'post', 'requestBody');
      return item === undefined ? null : jsonOf(resolved(item));
    },
  };
}

function jsonOf(body: JsonObject): Json | null {
  return at(body, 'content', 'application/json', 'schema') ?? null;
}

function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((it, name) => (isObject(it) ? it[name] : undefined), value);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
