import { isObject } from '../simulator/json.ts';

type JsonType = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/** The types that were seen at each place (`author.id`, `labels[]`). */
export type Structure = ReadonlyMap<string, ReadonlySet<JsonType>>;

/** Of all these together. */
export function structureOf(values: readonly unknown[]): Structure {
  const seen = new Map<string, Set<JsonType>>();
  for (const value of values) collect(value, '', seen);
  return seen;
}

function collect(value: unknown, path: string, seen: Map<string, Set<JsonType>>): void {
  if (path !== '') seen.set(path, (seen.get(path) ?? new Set()).add(typeOf(value)));
  if (Array.isArray(value)) {
    for (const item of value) collect(item, `${path}[]`, seen);
  } else if (isObject(value)) {
    for (const [name, inner] of Object.entries(value))
      collect(inner, path === '' ? name : `${path}.${name}`, seen);
  }
}

function typeOf(value: unknown): JsonType {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}

/**
 * What of captured answers ours lack, or have of another type. Every one of ours has to have every key. Null tells of no type,
 * so a key that was never captured with a value only has to be there; and one that was has to have a value in one of ours.
 *
 * @param without places that are left out with all below them
 */
export function missingFrom(
  ours: readonly unknown[],
  captured: readonly unknown[],
  without: ReadonlySet<string> = new Set(),
): readonly string[] {
  const each = ours.map((answer) => structureOf([answer]));
  const all = structureOf(ours);
  return [...structureOf(captured)].flatMap(([path, types]) => {
    if (partsOf(path).some((part) => without.has(part))) return [];
    if (!all.has(path) || each.some((one) => lacks(one, path))) return [`${path} is missing`];
    const wanted = valueTypes(types);
    const got = valueTypes(all.get(path));
    if (wanted.length === 0) return [];
    if (got.length === 0) return [`${path} is never set, and ${wanted.join(' or ')} elsewhere`];
    const wrong = got.filter((type) => !wanted.includes(type));
    return wrong.map((type) => `${path} is ${type}, and ${wanted.join(' or ')} elsewhere`);
  });
}

/** That the object is there, and not this key of it. */
function lacks(structure: Structure, path: string): boolean {
  const end = path.lastIndexOf('.');
  const parent = end < 0 ? new Set<JsonType>(['object']) : structure.get(path.slice(0, end));
  return (parent?.has('object') ?? false) && !path.endsWith('[]') && !structure.has(path);
}

function valueTypes(types: ReadonlySet<JsonType> | undefined): readonly JsonType[] {
  return [...(types ?? [])].filter((type) => type !== 'null');
}

/** The place itself, and all that it is below. */
function partsOf(path: string): readonly string[] {
  const parts = path.split('.');
  return parts.flatMap((_, index) => {
    const part = parts.slice(0, index + 1).join('.');
    return [part, part.replace(/\[\]$/, '')];
  });
}
