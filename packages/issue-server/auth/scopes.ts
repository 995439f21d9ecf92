import type { Scope } from '@fixpoint/issue-core/wire/scopes.ts';

/** `issues:admin` includes all; the others include only themselves, so that an emitter may write without reading. */
export function permits(granted: readonly Scope[], wanted: Scope): boolean {
  return granted.includes(wanted) || granted.includes('issues:admin');
}
