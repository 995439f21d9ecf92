import { isObject, type Json, type JsonObject } from './json.ts';
import { badParameter } from './refusal.ts';

/** What was sent, in query or body; files apart. */
export interface Parameters {
  readonly fields: JsonObject;
  readonly files: ReadonlyMap<string, File>;
}

/**
 * Query and body together.
 *
 * @throws Refusal 400 for a body that cannot be read
 */
export async function parametersOf(
  query: URLSearchParams,
  contentType: string | undefined,
  body: Buffer<ArrayBuffer>,
): Promise<Parameters> {
  const fields: Record<string, Json> = fieldsIn(query);
  if (body.byteLength === 0) return { fields, files: new Map() };
  if (contentType?.startsWith('multipart/form-data')) {
    const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
    const files = new Map<string, File>();
    for (const [name, value] of form) {
      if (value instanceof File) files.set(name, value);
      else fields[name] = value;
    }
    return { fields, files };
  }
  const text = body.toString('utf8');
  if (contentType?.startsWith('application/x-www-form-urlencoded')) {
    return { fields: { ...fields, ...fieldsIn(new URLSearchParams(text)) }, files: new Map() };
  }
  return { fields: { ...fields, ...parseObject(text) }, files: new Map() };
}

/** `name[]` may come several times. */
function fieldsIn(search: URLSearchParams): Record<string, Json> {
  const fields: Record<string, Json> = {};
  for (const [name, value] of search) {
    if (!name.endsWith('[]')) fields[name] = value;
    else fields[name.slice(0, -2)] = search.getAll(name);
  }
  return fields;
}

function parseObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Refused below, like whatever else is no object.
  }
  throw badParameter('The request body is not valid JSON');
}

export function textOf({ fields }: Parameters, name: string): string | null {
  const value = fields[name];
  return value === undefined || value === null ? null : String(value);
}

export function numberOf(parameters: Parameters, name: string): number | null {
  const text = textOf(parameters, name);
  if (text === null || text === '') return null;
  if (!/^-?\d+$/.test(text)) throw badParameter(`${name} is invalid`);
  return Number(text);
}

export function booleanOf(parameters: Parameters, name: string): boolean | null {
  const text = textOf(parameters, name);
  if (text === null || text === '') return null;
  if (text !== 'true' && text !== 'false') throw badParameter(`${name} is invalid`);
  return text === 'true';
}

/** One of these values. */
export function choiceOf<Choice extends string>(
  parameters: Parameters,
  name: string,
  choices: readonly Choice[],
): Choice | null {
  const text = textOf(parameters, name);
  if (text === null) return null;
  const choice = choices.find((it) => it === text);
  if (choice === undefined) throw badParameter(`${name} does not have a valid value`);
  return choice;
}

/** A list, or a text with commas; null when it is not given. */
export function listOf({ fields }: Parameters, name: string): readonly string[] | null {
  const value = fields[name];
  if (value === undefined) return null;
  const items = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

export function timeIn(parameters: Parameters, name: string): number | null {
  const text = textOf(parameters, name);
  if (text === null || text === '') return null;
  const timeMs = Date.parse(text);
  if (Number.isNaN(timeMs)) throw badParameter(`${name} is invalid`);
  return timeMs;
}
