import type { Yaml } from './simple-yaml.ts';

/** What stands below this name; null where nothing does. */
export function fieldOf(value: Yaml, name: string): Yaml {
  return entriesOf(value)[name] ?? null;
}

/** Those of a map; none of anything else. */
export function entriesOf(value: Yaml): Readonly<Record<string, Yaml>> {
  return value === null || typeof value === 'string' || isList(value) ? {} : value;
}

/** Those of a list; none of anything else. */
export function itemsOf(value: Yaml): readonly Yaml[] {
  return isList(value) ? value : [];
}

/** Null unless it is a text that is not empty. */
export function textOf(value: Yaml): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}
