/** Closes an exhaustive `switch`: adding a member to the union makes every open switch a type error. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
