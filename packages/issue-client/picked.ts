/**
 * Only these fields: callers may hand on more than is asked for, such as a whole issue, and a server takes nothing that it
 * does not know.
 */
export function picked<T extends object>(value: T, fields: readonly (keyof T)[]): Partial<T> {
  return Object.fromEntries(
    fields.flatMap((field) => (value[field] === undefined ? [] : [[field, value[field]]])),
  ) as Partial<T>;
}

/** The names of the fields of a schema, in its order. */
export function namesIn<T extends object>({ shape }: { readonly shape: T }): readonly (keyof T)[] {
  return Object.keys(shape) as (keyof T)[];
}
