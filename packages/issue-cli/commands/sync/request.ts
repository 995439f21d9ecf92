import type { DeletePolicy } from '@fixpoint/issue-core/sync/sync-run.ts';
import type { MappedUser } from '../../sync/mapped-users.ts';

export interface SyncFlags {
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly full?: boolean;
  readonly prefer?: string;
  readonly deletes: DeletePolicy;
  readonly mapUser?: readonly MappedUser[];
}

export interface SyncRequest {
  readonly mode: 'pull' | 'push' | 'bidirectional';
  /** The source first, where one is. */
  readonly names: readonly [string, string];
  readonly flags: SyncFlags;
}

export interface ResolveFlags {
  readonly take?: string;
  readonly text?: string;
}
