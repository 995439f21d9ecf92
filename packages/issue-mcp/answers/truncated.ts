/** Names the parts of an answer that are not whole. */
export function truncated(parts: Readonly<Record<string, { readonly next: number | null }>>): {
  readonly truncated?: readonly string[];
} {
  const names = Object.entries(parts).flatMap(([name, { next }]) => (next === null ? [] : [name]));
  return names.length === 0 ? {} : { truncated: names };
}
