import { giteaRow } from './gitea.ts';
import type { ServerRow } from './row.ts';
import { storeRow } from './store.ts';
import { temporalRow } from './temporal.ts';

/**
 * The servers of the local stack, each a row of ways to have it: already running, on PATH, as an image, built from its Go module.
 * The Docker engine (`engine.ts`) and the sandbox image (`sandbox/image.ts`) stand apart: the servers may need the one, the other is made.
 */
export const SERVERS: readonly ServerRow[] = [temporalRow, storeRow, giteaRow];
