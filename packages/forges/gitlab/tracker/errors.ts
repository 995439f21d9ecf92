import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';

export function hasCode(error: unknown, ...codes: readonly ErrorCode[]): error is FixpointError {
  return error instanceof FixpointError && codes.includes(error.code);
}

export function notFound(what: string): FixpointError {
  return new FixpointError('FORGE_NOT_FOUND', `There is no ${what}.`);
}

/** Ids go into paths, so only those of their own form are asked for. */
export function parseId(kind: 'comment' | 'milestone', id: string): number {
  if (/^[1-9]\d{0,14}$/.test(id)) return Number(id);
  throw notFound(`${kind} ${JSON.stringify(id.slice(0, 40))}`);
}

/** A name in an error, however long. */
export function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
