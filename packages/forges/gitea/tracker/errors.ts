import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';

export function hasCode(error: unknown, ...codes: readonly ErrorCode[]): boolean {
  return error instanceof FixpointError && codes.includes(error.code);
}

export function notFound(what: string): FixpointError {
  return new FixpointError('FORGE_NOT_FOUND', `There is no ${what}.`);
}

/** Ids go into paths, and where an id is unknown Gitea takes it for a name: only those of its own form are asked for. */
export function parseId(kind: 'comment' | 'milestone' | 'attachment', id: string): number {
  if (/^[1-9]\d{0,14}$/.test(id)) return Number(id);
  throw notFound(`${kind} ${JSON.stringify(id.slice(0, 40))}`);
}
