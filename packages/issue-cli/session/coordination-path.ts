import { join } from 'node:path';
import { FOLDER } from '../config/repository-root.ts';
import type { OwnBackendDescription } from '../config/resolve-backend.ts';

/** The file in which claims and events of a tracker are kept: a local store has its own. */
export function coordinationPathOf(description: OwnBackendDescription, root: string): string {
  return 'url' in description ? join(root, FOLDER, 'coordination.db') : description.path.value;
}
