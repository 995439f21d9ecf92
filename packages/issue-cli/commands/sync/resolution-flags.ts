import { resolutionsFor } from '@fixpoint/issue-core/sync/conflicts.ts';
import type { Conflict, Resolution } from '@fixpoint/issue-core/sync/records.ts';

/** What the two sides are called here. */
export type BackendNames = Readonly<Record<'a' | 'b', string>>;

/** As whoever resolves a conflict writes it. */
export function writtenAs(take: Resolution['take'], backends: BackendNames): string {
  return take === 'a' || take === 'b' ? backends[take] : take;
}

/** By what this conflict can be resolved, as it is written. */
export function resolutionNamesFor(conflict: Conflict, backends: BackendNames): readonly string[] {
  return resolutionsFor(conflict).map((take) => writtenAs(take, backends));
}

/** The flags of `issue sync resolve` for these. */
export function resolutionFlags(names: readonly string[]): string {
  return names.map((name) => (name === 'text' ? '--text TEXT' : `--take ${name}`)).join(', ');
}
