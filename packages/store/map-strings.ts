import type { JsonValue } from '@fixpoint/contracts/json.ts';

/** Changes every string of a JSON value, keys too; the result has the same shape. */
export function mapStrings(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (value === null || typeof value !== 'object') return value;
  if (isArray(value)) return value.map((item) => mapStrings(item, change));
  const entries = new Map<string, JsonValue>();
  for (const [key, item] of Object.entries(value)) {
    entries.set(freeKey(change(key), entries), mapStrings(item, change));
  }
  return Object.fromEntries(entries);
}

/** Two keys may become the same one; none may be lost. */
function freeKey(key: string, taken: ReadonlyMap<string, unknown>): string {
  let free = key;
  for (let n = 2; taken.has(free); n += 1) free = `${key}#${n}`;
  return free;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
