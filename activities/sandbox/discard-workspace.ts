import type { Workspaces } from './workspace/workspaces.ts';

/** Removes whatever is left of a workspace on this engine; twice is fine. */
export async function discardWorkspace(
  workspaces: Workspaces,
  request: { readonly runId: string; readonly attempt: number },
): Promise<void> {
  await workspaces.use(request, (slot) => workspaces.discardAll(slot));
}
