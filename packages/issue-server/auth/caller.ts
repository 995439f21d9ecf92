import type { Scope } from '@fixpoint/issue-core/wire/scopes.ts';

/** Who asks: an API key, and the agent as which it acts. */
export interface Caller {
  /** `environment`, or the id of a key of the store. */
  readonly keyId: string;
  readonly agent: string;
  readonly scopes: readonly Scope[];
}

/** Keeps what came with tasks (`taskspec/`); nobody else may act as it. */
export const TASK_AGENT = 'taskspec';
